package io.proffer.master.state;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is on one agent, and what it holds of its resources. */
final class AgentHoldings {
  private final Map<TaskKey, Task> tasks = new LinkedHashMap<>();
  private final Map<ExecutorKey, Executor> executors = new LinkedHashMap<>();
  private final Map<ByteString, Resources> operations = new LinkedHashMap<>();
  private final Map<OfferId, Offer> offers = new LinkedHashMap<>();
  private Resources used = Resources.empty();

  /**
   * Whether two hold the same port: an agent still ends the tasks of a framework whose resources
   * are others' already, and a new master hears of both.
   */
  private boolean overlapping;

  private Resources offered = Resources.empty();
  private @Nullable Resources free;

  Collection<Task> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  Collection<Executor> executors() {
    return Collections.unmodifiableCollection(executors.values());
  }

  Optional<Executor> executor(ExecutorKey key) {
    return Optional.ofNullable(executors.get(key));
  }

  Collection<ExecutorId> executorsOf(FrameworkId framework) {
    if (executors.isEmpty()) {
      return List.of();
    }
    List<ExecutorId> ids = new ArrayList<>();
    for (ExecutorKey key : executors.keySet()) {
      if (key.framework().equals(framework)) {
        ids.add(key.executor());
      }
    }
    return ids;
  }

  Collection<Offer> offers() {
    return Collections.unmodifiableCollection(offers.values());
  }

  Resources used() {
    return used;
  }

  Resources offered() {
    return offered;
  }

  /**
   * What can be offered. A shared volume is free although tasks use it, but is in one offer at a
   * time.
   */
  Resources freeOf(Resources total) {
    Resources known = free;
    if (known == null) {
      known = unusedOf(total);
      free = known;
    }
    return known;
  }

  private Resources unusedOf(Resources total) {
    Resources rest =
        total
            .nonShared()
            .minusSaturating(used)
            .minusSaturating(offered)
            .plus(total.shared().minusSaturating(offered));
    return total.contains(used) ? rest : Shortage.of(total, used).leaves(rest, offered);
  }

  /** The agent's total may be another from now on. */
  void totalChanged() {
    free = null;
  }

  void put(Task task) {
    Task before = tasks.put(task.key(), task);
    if (before == null) {
      changeUsed(Resources.empty(), held(task));
    } else if (before.terminal() != task.terminal()
        || !before.resources().equals(task.resources())) {
      changeUsed(held(before), held(task));
    }
  }

  void removeTask(TaskKey key) {
    Task task = tasks.remove(key);
    if (task != null) {
      changeUsed(held(task), Resources.empty());
    }
  }

  void put(Executor executor) {
    Executor before = executors.put(executor.key(), executor);
    changeUsed(before == null ? Resources.empty() : before.resources(), executor.resources());
  }

  @Nullable Executor removeExecutor(ExecutorKey key) {
    Executor executor = executors.remove(key);
    if (executor != null) {
      changeUsed(executor.resources(), Resources.empty());
    }
    return executor;
  }

  /** An operation holds these as long as it goes on. */
  void hold(ByteString operation, Resources held) {
    Resources before = operations.getOrDefault(operation, Resources.empty());
    if (held.isEmpty()) {
      operations.remove(operation);
    } else {
      operations.put(operation, held);
    }
    if (!before.equals(held)) {
      changeUsed(before, held);
    }
  }

  void put(Offer offer) {
    offers.put(offer.id(), offer);
    offered = offered.plus(offer.resources());
    free = null;
  }

  void remove(Offer offer) {
    offers.remove(offer.id());
    offered = offered.minus(offer.resources());
    free = null;
  }

  private void changeUsed(Resources less, Resources more) {
    if (overlapping) {
      recount();
    } else {
      Resources rest = used.minus(less);
      overlapping = rest.overlaps(more);
      used = rest.plus(more);
    }
    free = null;
  }

  private void recount() {
    used = Resources.empty();
    overlapping = false;
    tasks.values().forEach(task -> count(held(task)));
    executors.values().forEach(executor -> count(executor.resources()));
    operations.values().forEach(this::count);
  }

  private void count(Resources held) {
    overlapping |= used.overlaps(held);
    used = used.plus(held);
  }

  private static Resources held(Task task) {
    return task.terminal() ? Resources.empty() : task.resources();
  }
}
