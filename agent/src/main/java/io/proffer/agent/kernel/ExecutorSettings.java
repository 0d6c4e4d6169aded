package io.proffer.agent.kernel;

import java.time.Duration;

/**
 * How long custom executors are waited for.
 *
 * @param registrationTimeout between the start of an executor's container and its subscription
 * @param reregistrationTimeout between a restart of the agent and its next subscription
 * @param shutdownGrace between SHUTDOWN and SIGKILL when the executor does not say
 * @param recoveryTimeout how long an executor waits for an agent that is gone before it ends
 */
public record ExecutorSettings(
    Duration registrationTimeout,
    Duration reregistrationTimeout,
    Duration shutdownGrace,
    Duration recoveryTimeout) {

  /** As Mesos has them (spec section 2). */
  public static ExecutorSettings defaults() {
    return new ExecutorSettings(
        Duration.ofMinutes(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMinutes(15));
  }
}
