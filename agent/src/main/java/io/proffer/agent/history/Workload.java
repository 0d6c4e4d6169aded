package io.proffer.agent.history;

import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import io.proffer.core.model.FrameworkId;

/**
 * What somebody looks at the use of: a task that has a container of its own, or a framework's own
 * executor with all its tasks.
 *
 * @param id of the task or the executor
 */
public record Workload(FrameworkId framework, String id) {

  /** The one in a container. */
  public static Workload in(ContainerView container, ExecutorView executor) {
    return new Workload(
        executor.framework(),
        switch (container.work()) {
          case ContainerWork.Task task -> task.info().getTaskId().getValue();
          case ContainerWork.Executor own -> executor.id().value();
        });
  }
}
