package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task's spans of time are not negative. */
final class DurationRules {
  private DurationRules() {}

  static Optional<String> problem(TaskInfo task) {
    if (task.getKillPolicy().getGracePeriod().getNanoseconds() < 0) {
      return Optional.of("Task's 'kill_policy.grace_period' must be non-negative");
    }
    if (task.getMaxCompletionTime().getNanoseconds() < 0) {
      return Optional.of("Task's `max_completion_time` must be non-negative");
    }
    return Optional.empty();
  }
}
