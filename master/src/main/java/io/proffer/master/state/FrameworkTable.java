package io.proffer.master.state;

import io.proffer.core.model.FrameworkId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** The frameworks, running and ended, their streams, and what belongs to them. */
final class FrameworkTable {
  private final Retention retention;
  private final Map<FrameworkId, Framework> active = new LinkedHashMap<>();
  private final Map<FrameworkId, Framework> completed = new LinkedHashMap<>();
  private final Map<FrameworkId, FrameworkHoldings> holdings = new HashMap<>();
  private final Map<StreamId, FrameworkId> streams = new HashMap<>();
  private final FrameworkHoldings nothing = new FrameworkHoldings();

  FrameworkTable(Retention retention) {
    this.retention = retention;
  }

  Collection<Framework> active() {
    return Collections.unmodifiableCollection(active.values());
  }

  Collection<Framework> completed() {
    return Collections.unmodifiableCollection(completed.values());
  }

  boolean isCompleted(FrameworkId id) {
    return completed.containsKey(id);
  }

  Optional<Framework> find(FrameworkId id) {
    return Optional.ofNullable(active.get(id));
  }

  Optional<Framework> at(StreamId stream) {
    FrameworkId id = streams.get(stream);
    return id == null ? Optional.empty() : find(id);
  }

  FrameworkHoldings get(FrameworkId id) {
    return holdings.getOrDefault(id, nothing);
  }

  /** Where a fact about a framework goes; such a fact implies that the framework is known. */
  FrameworkHoldings require(FrameworkId id) {
    FrameworkHoldings of = holdings.get(id);
    if (of == null) {
      throw new IllegalStateException("a fact about framework " + id + ", which is not known");
    }
    return of;
  }

  Optional<FrameworkHoldings> of(FrameworkId id) {
    return Optional.ofNullable(holdings.get(id));
  }

  void put(Framework framework) {
    holdings.computeIfAbsent(framework.id(), id -> new FrameworkHoldings());
    Framework before = active.put(framework.id(), framework);
    if (before != null) {
      before.stream().ifPresent(streams::remove);
    }
    framework.stream().ifPresent(stream -> streams.put(stream, framework.id()));
  }

  void resubscribed(FrameworkId id, StreamId stream, Instant at) {
    find(id).ifPresent(framework -> put(framework.resubscribed(stream, at)));
  }

  void updated(
      FrameworkId id, FrameworkInfo info, SortedSet<String> roles, SortedSet<String> suppressed) {
    find(id).ifPresent(framework -> put(framework.updated(info, roles, suppressed)));
  }

  void suppressed(FrameworkId id, SortedSet<String> roles) {
    find(id).ifPresent(framework -> put(framework.suppressed(roles)));
  }

  void disconnected(FrameworkId id, Instant at) {
    find(id).ifPresent(framework -> put(framework.disconnected(at)));
  }

  void putCompleted(Framework framework) {
    holdings.computeIfAbsent(framework.id(), id -> new FrameworkHoldings());
    completed.put(framework.id(), framework);
    trimCompleted();
  }

  void ended(FrameworkId id, Instant at) {
    Framework framework = active.remove(id);
    if (framework == null) {
      return;
    }
    framework.stream().ifPresent(streams::remove);
    completed.put(id, framework.ended(at));
    trimCompleted();
  }

  private void trimCompleted() {
    Iterator<FrameworkId> oldest = completed.keySet().iterator();
    while (completed.size() > retention.completedFrameworks()) {
      holdings.remove(oldest.next());
      oldest.remove();
    }
  }

  void put(Task task) {
    require(task.key().framework()).put(task);
  }

  void completed(Task task) {
    FrameworkHoldings of = require(task.key().framework());
    of.removeTask(task.key().task());
    of.removeUnreachable(task.key().task());
    of.completed(task, retention.completedTasks());
  }

  void unreachable(Task task) {
    FrameworkHoldings of = require(task.key().framework());
    of.removeTask(task.key().task());
    of.unreachable(task, retention.unreachableTasks());
  }
}
