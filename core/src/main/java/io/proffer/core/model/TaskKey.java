package io.proffer.core.model;

import java.util.Comparator;

/**
 * What names a task cluster-wide: task ids are unique only within their framework.
 *
 * @param framework the framework that launched the task
 * @param task the id the framework gave it
 */
public record TaskKey(FrameworkId framework, TaskId task) implements Comparable<TaskKey> {

  private static final Comparator<TaskKey> ORDER =
      Comparator.comparing(TaskKey::framework).thenComparing(TaskKey::task);

  @Override
  public int compareTo(TaskKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return framework + "/" + task;
  }
}
