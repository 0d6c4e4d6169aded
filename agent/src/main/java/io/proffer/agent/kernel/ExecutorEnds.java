package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorEnding.Cause;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskResourceLimitation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** What the end of a custom executor means for a task that it had not ended itself. */
final class ExecutorEnds {

  private static final int UNKNOWN = -1;
  private static final int CODE_SHIFT = 8;

  private ExecutorEnds() {}

  /** As {@code waitpid} reports it; -1 when it is not known. */
  static int waitStatus(ContainerExit exit) {
    return switch (exit) {
      case ContainerExit.Exited e -> e.code() << CODE_SHIFT;
      case ContainerExit.Signaled e -> e.signal();
      case ContainerExit.LimitExceeded e -> Signal.KILL.number();
      case ContainerExit.Unknown e -> UNKNOWN;
    };
  }

  static TaskStatus launchFailed(
      Step step, CustomExecutor executor, AgentTask task, LaunchFailure failure) {
    if (executor.ending().filter(e -> e.cause() == Cause.PREEMPTED).isPresent()) {
      return preempted(step, task);
    }
    if (executor.ending().isPresent()) {
      return Statuses.ofHosted(
              step,
              task,
              TaskState.TASK_KILLED,
              Reason.REASON_TASK_KILLED_DURING_LAUNCH,
              "The executor was shut down before its container had started")
          .build();
    }
    return Statuses.ofHosted(
            step,
            task,
            TaskState.TASK_FAILED,
            Reason.REASON_CONTAINER_LAUNCH_FAILED,
            "Failed to launch container: " + failure.message())
        .build();
  }

  static TaskStatus neverStarted(Step step, AgentTask task) {
    return Statuses.ofHosted(
            step,
            task,
            TerminalStatuses.dropped(step, task.key().framework()),
            Reason.REASON_AGENT_RESTARTED,
            "The agent was restarted before it had started the executor")
        .build();
  }

  static TaskStatus exited(
      Step step,
      AgentSettings settings,
      CustomExecutor executor,
      AgentTask task,
      ContainerExit exit) {
    if (exit instanceof ContainerExit.LimitExceeded limit) {
      return limitExceeded(step, executor, task, limit);
    }
    boolean aware = TerminalStatuses.partitionAware(step, task.key().framework());
    ExecutorSettings times = settings.executors();
    Cause cause = executor.ending().map(ExecutorEnding::cause).orElse(Cause.REQUESTED);
    return switch (cause) {
      case PREEMPTED -> preempted(step, task);
      case NOT_REGISTERED ->
          Statuses.ofHosted(
                  step,
                  task,
                  TaskState.TASK_FAILED,
                  Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT,
                  "Executor did not register within "
                      + MesosDuration.write(times.registrationTimeout()))
              .build();
      case NOT_REREGISTERED ->
          Statuses.ofHosted(
                  step,
                  task,
                  aware ? TaskState.TASK_GONE : TaskState.TASK_LOST,
                  Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT,
                  "Executor did not reregister within "
                      + MesosDuration.write(times.reregistrationTimeout()))
              .build();
      case REQUESTED, UNUSED, FRAMEWORK_GONE, AGENT_ENDING ->
          Statuses.ofHosted(
                  step,
                  task,
                  TaskState.TASK_FAILED,
                  Reason.REASON_EXECUTOR_TERMINATED,
                  "Executor terminated: " + describe(exit))
              .build();
    };
  }

  private static TaskStatus preempted(Step step, AgentTask task) {
    boolean aware = TerminalStatuses.partitionAware(step, task.key().framework());
    return Statuses.ofHosted(
            step,
            task,
            aware ? TaskState.TASK_GONE : TaskState.TASK_LOST,
            Reason.REASON_CONTAINER_PREEMPTED,
            TerminalStatuses.PREEMPTED)
        .build();
  }

  private static String describe(ContainerExit exit) {
    return switch (exit) {
      case ContainerExit.Exited e -> "it exited with status " + e.code();
      case ContainerExit.Signaled e -> "it ended with signal " + SignalNames.of(e.signal());
      case ContainerExit.LimitExceeded e -> e.message();
      case ContainerExit.Unknown e -> e.message();
    };
  }

  private static TaskStatus limitExceeded(
      Step step, CustomExecutor executor, AgentTask task, ContainerExit.LimitExceeded exit) {
    String name = TerminalStatuses.resource(exit.limit());
    TaskResourceLimitation.Builder limitation = TaskResourceLimitation.newBuilder();
    for (Resource r : ExecutorContainer.resources(step.state(), executor).requests()) {
      if (r.getName().equals(name)) {
        limitation.addResources(r);
      }
    }
    return Statuses.ofHosted(
            step,
            task,
            TaskState.TASK_FAILED,
            TerminalStatuses.reason(exit.limit()),
            exit.message())
        .setLimitation(limitation)
        .build();
  }
}
