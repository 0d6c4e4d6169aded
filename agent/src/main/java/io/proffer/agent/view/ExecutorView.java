package io.proffer.agent.view;

import io.proffer.agent.container.ContainerId;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.ExecutorInfo;

/**
 * An executor as readers see it. That of a command task is the agent's own, and has the task's id.
 *
 * @param info as the framework gave it; for a command task made from the task
 * @param group whether it runs task groups
 * @param containers those of its tasks that run
 */
public record ExecutorView(
    ExecutorId id,
    FrameworkId framework,
    AgentId agent,
    ExecutorInfo info,
    boolean group,
    ContainerId container,
    String role,
    List<TaskView> tasks,
    List<ContainerView> containers) {
  public ExecutorView {
    tasks = List.copyOf(tasks);
    containers = List.copyOf(containers);
  }

  public Stream<TaskView> tasks(TaskStage stage) {
    return tasks.stream().filter(t -> t.stage() == stage);
  }
}
