package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** What is remembered of one framework. */
final class FrameworkEntry {

  /** As Mesos' {@code max_completed_executors_per_framework}. */
  private static final int MAX_COMPLETED = 150;

  private FrameworkInfo info;
  private final Map<ContainerId, ExecutorEntry> executors = new LinkedHashMap<>();
  private final Deque<ExecutorEntry> completed = new ArrayDeque<>();

  FrameworkEntry(FrameworkInfo info) {
    this.info = info;
  }

  FrameworkId id() {
    return FrameworkId.of(info.getId());
  }

  void changed(FrameworkInfo now) {
    info = now;
  }

  void add(ExecutorEntry executor) {
    executors.putIfAbsent(executor.container(), executor);
  }

  ExecutorEntry executor(ContainerId container) {
    ExecutorEntry entry = executors.get(container);
    if (entry == null) {
      throw new IllegalStateException("no executor in " + container);
    }
    return entry;
  }

  void complete(ExecutorEntry executor) {
    executors.remove(executor.container());
    completed.addLast(executor);
    if (completed.size() > MAX_COMPLETED) {
      completed.removeFirst();
    }
  }

  FrameworkView view(AgentId agent) {
    return new FrameworkView(
        info,
        executors.values().stream().map(e -> e.view(agent)).toList(),
        completed.stream().map(e -> e.view(agent)).toList());
  }
}
