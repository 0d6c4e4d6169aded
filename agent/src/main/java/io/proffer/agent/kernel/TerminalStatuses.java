package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.FrameworkId;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskResourceLimitation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** The last status of a task: what its end means, in Mesos' states, reasons and words. */
final class TerminalStatuses {

  /** As Mesos words it. */
  static final String PREEMPTED = "Container preempted by QoS correction";

  private TerminalStatuses() {}

  static TaskStatus launchFailed(Step step, AgentTask task, LaunchFailure failure) {
    if (preempted(task)) {
      return preempted(step, task);
    }
    if (task.killing().isPresent() || failure.kind() == LaunchFailure.Kind.CANCELLED) {
      return Statuses.fromAgent(
              step,
              task,
              TaskState.TASK_KILLED,
              Reason.REASON_TASK_KILLED_DURING_LAUNCH,
              "The task was killed before its container had started")
          .build();
    }
    return Statuses.fromAgent(
            step,
            task,
            TaskState.TASK_FAILED,
            Reason.REASON_CONTAINER_LAUNCH_FAILED,
            "Failed to launch container: " + failure.message())
        .build();
  }

  static TaskStatus neverStarted(Step step, AgentTask task) {
    if (task.killing().isPresent()) {
      return launchFailed(
          step, task, new LaunchFailure(LaunchFailure.Kind.CANCELLED, "the agent was restarted"));
    }
    return Statuses.fromAgent(
            step,
            task,
            dropped(step, task.key().framework()),
            Reason.REASON_AGENT_RESTARTED,
            "The agent was restarted before it had started the task")
        .build();
  }

  static TaskStatus exited(Step step, AgentTask task, ContainerExit exit) {
    if (preempted(task)) {
      return preempted(step, task);
    }
    return switch (exit) {
      case ContainerExit.Exited e ->
          fromWait(step, task, e.code() == 0, "exited with status " + e.code());
      case ContainerExit.Signaled e ->
          fromWait(step, task, false, "terminated with signal " + SignalNames.of(e.signal()));
      case ContainerExit.LimitExceeded e -> limitExceeded(step, task, e);
      case ContainerExit.Unknown e -> unknown(step, task, e.message());
    };
  }

  private static boolean preempted(AgentTask task) {
    return task.killing().filter(k -> k.cause() == KillCause.PREEMPTED).isPresent();
  }

  private static TaskStatus preempted(Step step, AgentTask task) {
    TaskState state =
        partitionAware(step, task.key().framework()) ? TaskState.TASK_GONE : TaskState.TASK_LOST;
    return Statuses.fromAgent(step, task, state, Reason.REASON_CONTAINER_PREEMPTED, PREEMPTED)
        .build();
  }

  private static TaskStatus fromWait(Step step, AgentTask task, boolean success, String how) {
    Optional<KillCause> cause = task.killing().map(Kill::cause);
    boolean tooLong = cause.filter(c -> c == KillCause.MAX_COMPLETION_TIME).isPresent();
    TaskState state =
        tooLong
            ? TaskState.TASK_FAILED
            : cause.isPresent()
                ? TaskState.TASK_KILLED
                : success ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED;
    TaskStatus.Builder status =
        Statuses.fromExecutor(step, task, state).setMessage(subject(task) + " " + how);
    if (tooLong) {
      status.setReason(Reason.REASON_MAX_COMPLETION_TIME_REACHED);
    }
    if (cause.filter(c -> c == KillCause.UNHEALTHY).isPresent()) {
      status.setHealthy(false);
    }
    return status.build();
  }

  private static String subject(AgentTask task) {
    return task.running()
            .map(RunningContainer::runtime)
            .filter(RuntimeKind.DOCKER::equals)
            .isPresent()
        ? "Container"
        : "Command";
  }

  private static TaskStatus limitExceeded(
      Step step, AgentTask task, ContainerExit.LimitExceeded exit) {
    String resource = resource(exit.limit());
    TaskResourceLimitation.Builder limitation = TaskResourceLimitation.newBuilder();
    for (Resource r : task.info().getResourcesList()) {
      if (r.getName().equals(resource)) {
        limitation.addResources(r);
      }
    }
    return Statuses.fromAgent(
            step, task, TaskState.TASK_FAILED, reason(exit.limit()), exit.message())
        .setLimitation(limitation)
        .build();
  }

  /** The resource of which a limit is one. */
  static String resource(ContainerExit.Limit limit) {
    return switch (limit) {
      case MEMORY -> "mem";
      case DISK -> "disk";
    };
  }

  static Reason reason(ContainerExit.Limit limit) {
    return switch (limit) {
      case MEMORY -> Reason.REASON_CONTAINER_LIMITATION_MEMORY;
      case DISK -> Reason.REASON_CONTAINER_LIMITATION_DISK;
    };
  }

  private static TaskStatus unknown(Step step, AgentTask task, String message) {
    TaskState state = task.killing().isPresent() ? TaskState.TASK_KILLED : TaskState.TASK_FAILED;
    return Statuses.fromAgent(step, task, state, Reason.REASON_EXECUTOR_TERMINATED, message)
        .build();
  }

  /** The state of a task that never came to run, as its framework knows it. */
  static TaskState dropped(Step step, FrameworkId framework) {
    return partitionAware(step, framework) ? TaskState.TASK_DROPPED : TaskState.TASK_LOST;
  }

  static boolean partitionAware(Step step, FrameworkId framework) {
    return step
        .state()
        .framework(framework)
        .map(FrameworkInfo::getCapabilitiesList)
        .orElseThrow()
        .stream()
        .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.PARTITION_AWARE);
  }
}
