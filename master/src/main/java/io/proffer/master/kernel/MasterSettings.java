package io.proffer.master.kernel;

import io.proffer.master.state.Retention;
import java.time.Duration;
import java.util.Optional;

/**
 * The master's tunables, with Mesos' defaults (spec section 2) where Mesos has the same one.
 *
 * @param heartbeatInterval between two HEARTBEAT events on a scheduler stream
 * @param agentPingInterval between two pings of an agent
 * @param maxAgentPingTimeouts unanswered pings after which an agent is unreachable
 * @param agentReregisterTimeout how long a disconnected agent may stay away
 * @param offerTimeout how long a framework may hold an offer; empty for ever
 * @param minFilterDuration the least time a refusal filter lasts when it lasts at all
 * @param maxCompletedFrameworks how many ended frameworks are remembered
 * @param maxCompletedTasksPerFramework how many ended tasks are remembered of each framework
 * @param maxUnreachableTasksPerFramework how many unreachable tasks are remembered of each
 *     framework
 * @param seed of every choice that would otherwise be random
 */
public record MasterSettings(
    Duration heartbeatInterval,
    Duration agentPingInterval,
    int maxAgentPingTimeouts,
    Duration agentReregisterTimeout,
    Optional<Duration> offerTimeout,
    Duration minFilterDuration,
    int maxCompletedFrameworks,
    int maxCompletedTasksPerFramework,
    int maxUnreachableTasksPerFramework,
    long seed) {

  private static final int MAX_UNREACHABLE_AGENTS = 102_400;

  /**
   * Mesos' defaults; offers time out after five minutes, so that hoarding starves nobody for ever.
   */
  public static MasterSettings defaults() {
    return new MasterSettings(
        Duration.ofSeconds(15),
        Duration.ofSeconds(15),
        5,
        Duration.ofMinutes(10),
        Optional.of(Duration.ofMinutes(5)),
        Duration.ZERO,
        50,
        1000,
        1000,
        0L);
  }

  /** How much of what is over is remembered. */
  public Retention retention() {
    return new Retention(
        maxCompletedFrameworks,
        maxCompletedTasksPerFramework,
        maxUnreachableTasksPerFramework,
        MAX_UNREACHABLE_AGENTS);
  }
}
