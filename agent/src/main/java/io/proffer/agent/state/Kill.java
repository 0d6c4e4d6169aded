package io.proffer.agent.state;

import java.time.Duration;
import java.time.Instant;

/**
 * That, and how, a task is being ended.
 *
 * @param grace how long after {@code begunAt} it may go on before it is killed outright
 */
public record Kill(KillCause cause, Duration grace, Instant begunAt) {

  /** How much of the grace is left; never negative. */
  public Duration remaining(Instant now) {
    Duration left = Duration.between(now, begunAt.plus(grace));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
