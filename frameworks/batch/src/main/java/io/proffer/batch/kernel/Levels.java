package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much the users of a pool have, each in its own share: 1 is what the share is worth while all
 * who are there want theirs. The level of a task is that of its user with this task and all that
 * come before it: those of higher priority, then those that were launched earlier.
 */
final class Levels {

  /**
   * A task that runs.
   *
   * @param is of a run that is no array, its attempt as that of an index
   * @param takes as a part of the cluster
   */
  record Task(Run run, String user, int index, IndexState.Active is, double takes) {

    Attempt attempt() {
      return is.attempt();
    }

    private int rank() {
      return run.extensions().queueing().rank();
    }

    private Instant launchedAt() {
      return attempt().launchedAt();
    }
  }

  /** A task, and how much its user has with it. */
  record Levelled(Task task, double level) {}

  private final Pool pool;
  private final double part;
  private final double shares;
  private final Map<String, Double> has = new TreeMap<>();
  private final List<Levelled> tasks = new ArrayList<>();

  /**
   * @param part of the cluster that the pool is worth
   * @param users that want something of the pool
   * @param running in it
   * @param promised to users besides, as parts of the cluster
   */
  Levels(
      Pool pool,
      double part,
      Collection<String> users,
      Collection<Task> running,
      Map<String, Double> promised) {
    this.pool = pool;
    this.part = part;
    Map<String, List<Task>> byUser = new LinkedHashMap<>();
    running.forEach(task -> byUser.computeIfAbsent(task.user(), u -> new ArrayList<>()).add(task));
    TreeSet<String> all = new TreeSet<>(users);
    all.addAll(byUser.keySet());
    all.addAll(promised.keySet());
    this.shares = all.stream().mapToDouble(pool::share).sum();
    has.putAll(promised);
    byUser.values().forEach(this::add);
  }

  private void add(List<Task> ofUser) {
    List<Task> order = new ArrayList<>(ofUser);
    order.sort(
        Comparator.comparingInt(Task::rank)
            .reversed()
            .thenComparing(Task::launchedAt)
            .thenComparing(task -> task.attempt().taskId()));
    for (Task task : order) {
      double sum = has.merge(task.user(), task.takes(), Double::sum);
      tasks.add(new Levelled(task, sum / worth(task.user())));
    }
  }

  /** The part of the cluster that a user's share is worth. */
  private double worth(String user) {
    return part * pool.share(user) / shares;
  }

  /** All tasks that run. */
  List<Levelled> tasks() {
    return Collections.unmodifiableList(tasks);
  }

  /**
   * How much a user has, with something more.
   *
   * @param more as a part of the cluster
   */
  double with(String user, double more) {
    return (has.getOrDefault(user, 0.0) + more) / worth(user);
  }
}
