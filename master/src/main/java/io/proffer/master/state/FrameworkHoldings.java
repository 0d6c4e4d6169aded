package io.proffer.master.state;

import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What belongs to one framework. */
final class FrameworkHoldings {
  private final Map<TaskId, Task> tasks = new LinkedHashMap<>();
  // A task id may be used again once its task is over, and both runs are remembered.
  private final Map<Long, Task> completed = new LinkedHashMap<>();
  private final Map<TaskId, Task> unreachable = new LinkedHashMap<>();
  private final Map<ExecutorKey, Executor> executors = new LinkedHashMap<>();
  private final Map<OfferId, Offer> offers = new LinkedHashMap<>();
  private long completions;

  Collection<Task> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  Optional<Task> task(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  Collection<Task> completedTasks() {
    return Collections.unmodifiableCollection(completed.values());
  }

  Collection<Task> unreachableTasks() {
    return Collections.unmodifiableCollection(unreachable.values());
  }

  Optional<Task> unreachableTask(TaskId id) {
    return Optional.ofNullable(unreachable.get(id));
  }

  Collection<Executor> executors() {
    return Collections.unmodifiableCollection(executors.values());
  }

  Collection<Offer> offers() {
    return Collections.unmodifiableCollection(offers.values());
  }

  void put(Task task) {
    unreachable.remove(task.key().task());
    tasks.put(task.key().task(), task);
  }

  @Nullable Task removeTask(TaskId id) {
    return tasks.remove(id);
  }

  void removeUnreachable(TaskId id) {
    unreachable.remove(id);
  }

  void completed(Task task, int limit) {
    completed.put(completions++, task);
    Bounded.trim(completed, limit);
  }

  void unreachable(Task task, int limit) {
    unreachable.put(task.key().task(), task);
    Bounded.trim(unreachable, limit);
  }

  void put(Executor executor) {
    executors.put(executor.key(), executor);
  }

  void removeExecutor(ExecutorKey key) {
    executors.remove(key);
  }

  void put(Offer offer) {
    offers.put(offer.id(), offer);
  }

  void remove(Offer offer) {
    offers.remove(offer.id());
  }
}
