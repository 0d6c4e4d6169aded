package io.proffer.service.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Remembers the last tasks of each app that have ended, and how. */
final class History {

  private static final int MAX_MESSAGE = 2000;

  private History() {}

  /** A task of which its agent says that it has ended. */
  static void ended(
      Instance instance, TaskStatus status, Instant now, ServiceState state, Outbox out) {
    Optional<String> reason =
        status.hasReason() ? Optional.of(status.getReason().name()) : Optional.empty();
    keep(instance, status.getState().name(), reason, status.getMessage(), now, state, out);
  }

  /** An instance that is given up, though nobody knows whether its task still runs. */
  static void givenUp(
      Instance instance, String message, Instant now, ServiceState state, Outbox out) {
    keep(instance, "TASK_UNREACHABLE", Optional.empty(), message, now, state, out);
  }

  private static void keep(
      Instance instance,
      String told,
      Optional<String> reason,
      String message,
      Instant now,
      ServiceState state,
      Outbox out) {
    List<Past> known = state.history(instance.app());
    out.fact(
        new Fact.TaskEnded(
            new Past(
                instance.app(),
                known.isEmpty() ? 0 : known.getLast().number() + 1,
                instance.taskId(),
                instance.version(),
                instance.site().agentId(),
                instance.site().hostname(),
                instance.extras().agentUrl(),
                instance.stagedAt(),
                instance.startedAt(),
                now,
                told,
                reason,
                message.substring(0, Math.min(message.length(), MAX_MESSAGE)),
                instance.killed())));
  }
}
