package io.proffer.sdk.testkit;

import org.apache.mesos.v1.Protos.TaskInfo;

/** Says how tasks fare once they are launched. */
@FunctionalInterface
public interface TaskScript {

  /** Plans a task; asked once, when its agent begins to launch it. */
  TaskPlan plan(TaskInfo task);
}
