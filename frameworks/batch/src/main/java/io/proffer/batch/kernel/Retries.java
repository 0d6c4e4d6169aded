package io.proffer.batch.kernel;

import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.Restart;
import java.time.Duration;
import java.util.Optional;

/** Whether and when an attempt that failed is followed by another. */
final class Retries {

  /** Attempts that fail by nobody's fault; more of them are no accident. */
  static final int MAX_UNCHARGED = 20;

  private static final Duration REQUEUE_DELAY = Duration.ofSeconds(1);
  private static final Duration MAX_REQUEUE_DELAY = Duration.ofSeconds(30);

  private Retries() {}

  /**
   * Why no other attempt may follow; empty if one may.
   *
   * @param charged and {@code uncharged} failures before this one
   */
  static Optional<String> noMore(
      Run run, Failure failure, Attempt attempt, int charged, int uncharged) {
    boolean again = run.spec().restart().policy() == Restart.Policy.ON_FAILURE;
    return switch (failure) {
      case NONE, KILLED, INVALID -> Optional.of("");
      case EXIT, MEMORY, DISK, TIMEOUT -> {
        int most = run.extensions().retrying().maxRetries();
        yield !again
            ? Optional.of("")
            : charged >= most
                ? Optional.of("it was tried again " + most + " times")
                : Optional.empty();
      }
      // What never ran may be launched whatever the policy.
      case LAUNCH -> tooOften(uncharged);
      case LOST -> again || attempt.startedAt().isEmpty() ? tooOften(uncharged) : Optional.of("");
      case PREEMPTED -> again ? Optional.empty() : Optional.of("");
    };
  }

  private static Optional<String> tooOften(int uncharged) {
    return uncharged < MAX_UNCHARGED
        ? Optional.empty()
        : Optional.of("so did " + MAX_UNCHARGED + " attempts before");
  }

  /** How long the next attempt waits. */
  static Duration delay(Run run, Failure failure, int charged, int uncharged) {
    return failure.isCharged()
        ? run.extensions().retrying().delay(charged + 1)
        : new Extensions.Retry(0, REQUEUE_DELAY, 2, MAX_REQUEUE_DELAY)
            .delay(Math.min(uncharged + 1, MAX_UNCHARGED));
  }
}
