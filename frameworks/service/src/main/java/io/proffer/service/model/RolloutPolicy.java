package io.proffer.service.model;

import java.time.Duration;

/**
 * How a change of an app is brought about, and when it is given up.
 *
 * @param healthyDeadline within which an instance is well after its launch
 * @param progressDeadline within which one more instance is well
 * @param rollBack whether what was changed is undone when a deadline has passed
 * @param batchSize how many instances are replaced at a time; 0 for as many as the upgrade strategy
 *     lets
 * @param canaries how many new instances are tried beside the old ones before these are touched
 * @param blueGreen whether all new instances are there before an old one is touched
 * @param autoPromote whether the old ones are replaced as soon as the canaries are well, without
 *     anybody saying so
 */
public record RolloutPolicy(
    Duration healthyDeadline,
    Duration progressDeadline,
    boolean rollBack,
    int batchSize,
    int canaries,
    boolean blueGreen,
    boolean autoPromote) {

  /** How many new instances are tried first, of so many in the end. */
  public int canariesOf(int instances) {
    return blueGreen ? instances : Math.min(canaries, instances);
  }
}
