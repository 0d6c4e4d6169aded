package io.proffer.agent.state;

import java.time.Duration;
import java.time.Instant;

/**
 * That, and how, an executor is being ended.
 *
 * @param grace how long after {@code begunAt} it may go on before it is killed outright
 */
public record ExecutorEnding(Cause cause, Duration grace, Instant begunAt) {

  /** Why an executor is being ended. */
  public enum Cause {
    /** Its framework asked for it. */
    REQUESTED,
    /** All tasks it was started for were killed before it got one. */
    UNUSED,
    /** It did not subscribe in time after it was started. */
    NOT_REGISTERED,
    /** It did not subscribe again in time after the agent was restarted. */
    NOT_REREGISTERED,
    /** Its framework is gone: nobody is left to be told. */
    FRAMEWORK_GONE,
    /** It used what others had set aside for them, and they need it. */
    PREEMPTED,
    /** The agent is ending for good. */
    AGENT_ENDING
  }

  /** How much of the grace is left; never negative. */
  public Duration remaining(Instant now) {
    Duration left = Duration.between(now, begunAt.plus(grace));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
