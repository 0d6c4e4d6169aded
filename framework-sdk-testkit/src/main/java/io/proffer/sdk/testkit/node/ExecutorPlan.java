package io.proffer.sdk.testkit.node;

import java.time.Duration;
import java.util.Optional;

/**
 * How a fake custom executor behaves.
 *
 * @param subscribesAfter between the start of its process and its first subscription
 * @param resubscribesAfter between the loss of its stream and its next subscription
 * @param streamLasts for how long its stream holds; empty when it does not break by itself
 * @param shutdownTime how long it takes to end when it is told to; empty when it does not care
 * @param idleTime without a task, after which it ends by itself
 */
public record ExecutorPlan(
    Duration subscribesAfter,
    Duration resubscribesAfter,
    Optional<Duration> streamLasts,
    Optional<Duration> shutdownTime,
    Duration idleTime) {

  /** One that does all at once, and goes soon after its last task. */
  public static ExecutorPlan good() {
    return new ExecutorPlan(
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Optional.empty(),
        Optional.of(Duration.ofMillis(10)),
        Duration.ofSeconds(10));
  }
}
