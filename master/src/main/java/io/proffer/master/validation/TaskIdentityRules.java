package io.proffer.master.validation;

import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task's id is well formed and not in use, and it names the agent of the offer. */
final class TaskIdentityRules {
  private TaskIdentityRules() {}

  static Optional<String> problem(TaskInfo task, LaunchTarget target) {
    String id = task.getTaskId().getValue();
    Optional<String> problem = IdRule.problem(id);
    if (problem.isPresent()) {
      return problem;
    }
    TaskKey key = new TaskKey(target.framework().id(), new TaskId(id));
    if (target.state().task(key).isPresent()) {
      return Optional.of("Task has duplicate ID: " + id);
    }
    if (target.state().unreachableTask(key).isPresent()) {
      return Optional.of("Task reuses the ID of an unreachable task: " + id);
    }
    String agent = task.getAgentId().getValue();
    if (!agent.equals(target.agent().id().value())) {
      return Optional.of(
          "Task uses invalid agent "
              + agent
              + " while agent "
              + target.agent().id()
              + " is expected");
    }
    return Optional.empty();
  }
}
