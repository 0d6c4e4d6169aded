package io.proffer.batch.kernel;

import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which jobs come after which. Follows the jobs there are. Not thread-safe. */
final class JobGraph {

  private final Map<JobId, List<Dependency>> after = new LinkedHashMap<>();
  private final Map<JobId, SortedSet<JobId>> dependants = new LinkedHashMap<>();

  void set(Job job) {
    remove(job.id());
    after.put(job.id(), job.dependencies());
    for (Dependency dependency : job.dependencies()) {
      dependants.computeIfAbsent(dependency.job(), j -> new TreeSet<>()).add(job.id());
    }
  }

  void remove(JobId job) {
    List<Dependency> old = after.remove(job);
    if (old != null) {
      for (Dependency dependency : old) {
        SortedSet<JobId> others = dependants.get(dependency.job());
        if (others != null && others.remove(job) && others.isEmpty()) {
          dependants.remove(dependency.job());
        }
      }
    }
  }

  List<JobId> dependants(JobId job) {
    SortedSet<JobId> all = dependants.get(job);
    return all == null ? List.of() : List.copyOf(all);
  }

  List<Dependency> after(JobId job) {
    return after.getOrDefault(job, List.of());
  }

  /** The jobs that a job's dependencies would lead back to itself through; empty: they do not. */
  Optional<List<JobId>> cycle(Job job) {
    Map<JobId, JobId> reachedFrom = new LinkedHashMap<>();
    Deque<JobId> next = new ArrayDeque<>();
    for (Dependency dependency : job.dependencies()) {
      reachedFrom.putIfAbsent(dependency.job(), job.id());
      next.add(dependency.job());
    }
    while (!next.isEmpty()) {
      JobId at = next.remove();
      if (at.equals(job.id())) {
        return Optional.of(path(job.id(), reachedFrom));
      }
      for (Dependency dependency : after(at)) {
        if (reachedFrom.putIfAbsent(dependency.job(), at) == null) {
          next.add(dependency.job());
        }
      }
    }
    return Optional.empty();
  }

  private static List<JobId> path(JobId end, Map<JobId, JobId> reachedFrom) {
    Deque<JobId> path = new ArrayDeque<>();
    path.addFirst(end);
    JobId at = reachedFrom.getOrDefault(end, end);
    while (!at.equals(end)) {
      path.addFirst(at);
      at = reachedFrom.getOrDefault(at, end);
    }
    path.addFirst(end);
    return List.copyOf(path);
  }

  /**
   * The jobs of a workflow that begins with a job. One that waits for nothing brings all jobs that
   * are connected with it; one in the middle only those after it.
   */
  SequencedSet<JobId> members(JobId root) {
    boolean whole = after(root).isEmpty();
    SequencedSet<JobId> members = new LinkedHashSet<>();
    Deque<JobId> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      JobId at = next.remove();
      if (members.add(at)) {
        next.addAll(dependants(at));
        if (whole) {
          after(at).forEach(dependency -> next.add(dependency.job()));
        }
      }
    }
    return members;
  }
}
