package io.proffer.batch.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Reads out of an agent's or the master's last word on a task how it ended. */
final class EndingReader {

  private static final Pattern EXITED = Pattern.compile("exited with status (\\d{1,3})");
  private static final Pattern SIGNALED =
      Pattern.compile("terminated with signal ([A-Za-z][A-Za-z0-9 ]*)");

  private EndingReader() {}

  static Attempt.Ending read(TaskStatus status, Attempt attempt) {
    boolean preempted = isPreempted(status, attempt);
    String message = preempted ? attempt.preempted().orElseThrow().words() : status.getMessage();
    Matcher exited = EXITED.matcher(message);
    Matcher signaled = SIGNALED.matcher(message);
    boolean finished = status.getState() == TaskState.TASK_FINISHED;
    return new Attempt.Ending(
        preempted ? Failure.PREEMPTED : failure(status, attempt),
        exited.find()
            ? Optional.of(Integer.parseInt(exited.group(1)))
            : finished ? Optional.of(0) : Optional.empty(),
        signaled.find() ? Optional.of(signaled.group(1).strip()) : Optional.empty(),
        status.hasReason() ? status.getReason().name() : "",
        message);
  }

  /** One that ended by itself before it was asked to has ended as it did. */
  private static boolean isPreempted(TaskStatus status, Attempt attempt) {
    return status.getState() == TaskState.TASK_KILLED && attempt.preempted().isPresent();
  }

  /** Whether a task in this state, of a driver that knows partitions, never runs again. */
  static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR, TASK_DROPPED, TASK_GONE -> true;
      // An operator has said that its agent will not come back.
      case TASK_GONE_BY_OPERATOR -> true;
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING -> false;
      case TASK_LOST, TASK_UNREACHABLE, TASK_UNKNOWN -> false;
    };
  }

  private static Failure failure(TaskStatus status, Attempt attempt) {
    return switch (status.getState()) {
      case TASK_FINISHED -> Failure.NONE;
      case TASK_FAILED -> failed(status);
      case TASK_KILLED -> Failure.KILLED;
      case TASK_ERROR -> Failure.INVALID;
      case TASK_DROPPED -> Failure.LAUNCH;
      case TASK_GONE ->
          status.getReason() == TaskStatus.Reason.REASON_CONTAINER_PREEMPTED
              ? Failure.PREEMPTED
              : neverRan(status, attempt) ? Failure.LAUNCH : Failure.LOST;
      case TASK_GONE_BY_OPERATOR, TASK_LOST, TASK_UNREACHABLE, TASK_UNKNOWN -> Failure.LOST;
      case TASK_STAGING, TASK_STARTING, TASK_RUNNING, TASK_KILLING ->
          throw new IllegalArgumentException(status.getState() + " is no end");
    };
  }

  /**
   * Its agent does not know it, and has said nothing of it. One that has gone with its agent may
   * have run there, whatever was heard of it.
   */
  private static boolean neverRan(TaskStatus status, Attempt attempt) {
    return status.getReason() == TaskStatus.Reason.REASON_RECONCILIATION
        && attempt.state().equals(Attempt.LAUNCHED);
  }

  private static Failure failed(TaskStatus status) {
    return switch (status.getReason()) {
      case REASON_CONTAINER_LIMITATION_MEMORY -> Failure.MEMORY;
      case REASON_CONTAINER_LIMITATION_DISK -> Failure.DISK;
      case REASON_MAX_COMPLETION_TIME_REACHED -> Failure.TIMEOUT;
      case REASON_CONTAINER_LAUNCH_FAILED, REASON_INVALID_OFFERS -> Failure.LAUNCH;
      case REASON_CONTAINER_PREEMPTED -> Failure.PREEMPTED;
      default -> Failure.EXIT;
    };
  }
}
