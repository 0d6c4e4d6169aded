package io.proffer.batch.kernel;

import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.FailurePolicy;
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

  /** What follows from the end of an attempt that was no success. */
  sealed interface Next {

    /** Another attempt. */
    record Again(Duration delay, Count count) implements Next {}

    /**
     * No other attempt.
     *
     * @param why besides how this one ended; may be empty
     * @param wholeRun whether the other indexes of an array end too
     */
    record Over(String why, boolean wholeRun) implements Next {}
  }

  /** What a failed attempt counts as. */
  enum Count {
    CHARGED,
    UNCHARGED,
    NOTHING
  }

  /**
   * @param attempt its number
   * @param charged and {@code uncharged} failures before this one
   */
  static Next next(Run run, Attempt.Ending ending, int attempt, int charged, int uncharged) {
    Failure failure = ending.failure();
    Optional<FailurePolicy.Action> action =
        cause(failure)
            .flatMap(c -> run.extensions().care().failures().action(c, ending.exitCode()));
    if (action.isPresent()) {
      return switch (action.get()) {
        case RETRY -> charged(run, charged);
        case FAIL -> new Next.Over("its failurePolicy says Fail", true);
        case FAIL_INDEX -> new Next.Over("its failurePolicy says FailIndex", false);
        case IGNORE -> new Next.Again(run.extensions().retrying().delay(attempt), Count.NOTHING);
      };
    }
    boolean again = run.spec().restart().policy() == Restart.Policy.ON_FAILURE;
    return switch (failure) {
      case NONE, OUTPUT, KILLED, INVALID -> over("");
      case EXIT, MEMORY, DISK, TIMEOUT -> again ? charged(run, charged) : over("");
      // What never ran may be launched whatever the policy; what is out of sight may have run.
      case LAUNCH -> uncharged(uncharged);
      case LOST -> again ? uncharged(uncharged) : over("");
      case PREEMPTED -> again ? new Next.Again(requeueDelay(uncharged), Count.NOTHING) : over("");
    };
  }

  private static Next over(String why) {
    return new Next.Over(why, false);
  }

  private static Next charged(Run run, int charged) {
    Extensions.Retry retry = run.extensions().retrying();
    return charged >= retry.maxRetries()
        ? over("it was tried again " + retry.maxRetries() + " times")
        : new Next.Again(retry.delay(charged + 1), Count.CHARGED);
  }

  private static Next uncharged(int uncharged) {
    return uncharged < MAX_UNCHARGED
        ? new Next.Again(requeueDelay(uncharged), Count.UNCHARGED)
        : over("so did " + MAX_UNCHARGED + " attempts before");
  }

  private static Duration requeueDelay(int uncharged) {
    return new Extensions.Retry(0, REQUEUE_DELAY, 2, MAX_REQUEUE_DELAY)
        .delay(Math.min(uncharged + 1, MAX_UNCHARGED));
  }

  /** What a job is to blame for. */
  private static Optional<FailurePolicy.Cause> cause(Failure failure) {
    return switch (failure) {
      case EXIT -> Optional.of(FailurePolicy.Cause.EXIT);
      case MEMORY -> Optional.of(FailurePolicy.Cause.MEMORY);
      case DISK -> Optional.of(FailurePolicy.Cause.DISK);
      case TIMEOUT -> Optional.of(FailurePolicy.Cause.TIMEOUT);
      case NONE, OUTPUT, LAUNCH, LOST, PREEMPTED, KILLED, INVALID -> Optional.empty();
    };
  }
}
