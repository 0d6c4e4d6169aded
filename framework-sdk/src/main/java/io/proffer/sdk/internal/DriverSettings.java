package io.proffer.sdk.internal;

import java.time.Duration;

/**
 * The driver's tunables.
 *
 * @param backoffMin the longest wait before the first try to subscribe again; doubles with each try
 * @param backoffMax the longest wait between two tries to subscribe
 * @param subscribeTimeout how long a master may take to answer SUBSCRIBE with SUBSCRIBED
 * @param defaultHeartbeatInterval assumed when the master names none
 * @param missedHeartbeats how many intervals of silence mean that the stream is lost
 * @param reconcileRetryMin the wait before tasks without an answer are asked for again; doubles
 * @param reconcileRetryMax the longest such wait
 * @param reconcileInterval between two full reconciliations
 * @param refusalMin how long an agent's resources are refused the first time they are not used
 *     although the scheduler wants offers; doubles with each further time in a row
 * @param refusalMax the longest such refusal
 * @param idleRefusal how long offers are refused that come while the scheduler wants none
 * @param stopTimeout how long unanswered calls may hold up a stop
 * @param teardownTimeout how long a teardown may take, looking for a master included
 * @param rememberedUpdates how many handled updates are remembered to tell a repetition
 * @param rememberedEndedTasks how many ended tasks are remembered to tell news from old
 * @param reconcileBatch the most tasks one RECONCILE call names
 * @param seed of the jitter
 */
public record DriverSettings(
    Duration backoffMin,
    Duration backoffMax,
    Duration subscribeTimeout,
    Duration defaultHeartbeatInterval,
    int missedHeartbeats,
    Duration reconcileRetryMin,
    Duration reconcileRetryMax,
    Duration reconcileInterval,
    Duration refusalMin,
    Duration refusalMax,
    Duration idleRefusal,
    Duration stopTimeout,
    Duration teardownTimeout,
    int rememberedUpdates,
    int rememberedEndedTasks,
    int reconcileBatch,
    long seed) {

  /**
   * What production uses.
   *
   * @param seed of the jitter: different for each driver, so that not all come back at once
   */
  public static DriverSettings defaults(long seed) {
    return new DriverSettings(
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(15),
        5,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        100_000,
        10_000,
        1000,
        seed);
  }
}
