package io.proffer.batch.model;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Users who share, and what they may use together. What one does not use others may.
 *
 * @param weight against other pools
 * @param shares of users, against each other; those not named have 1
 * @param quota what all may use at a time
 * @param userQuota what each user may
 * @param halfLife after which past usage counts half
 * @param preemption empty: nobody's task is ended for another's
 */
public record Pool(
    String name,
    double weight,
    Map<String, Double> shares,
    Quota quota,
    Quota userQuota,
    Duration halfLife,
    Optional<Preemption> preemption) {

  public Pool {
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
  }

  /** One in which nobody's task is ended for another's. */
  public Pool(
      String name,
      double weight,
      Map<String, Double> shares,
      Quota quota,
      Quota userQuota,
      Duration halfLife) {
    this(name, weight, shares, quota, userQuota, halfLife, Optional.empty());
  }

  /** The same in which tasks may be ended for others. */
  public Pool with(Preemption how) {
    return new Pool(name, weight, shares, quota, userQuota, halfLife, Optional.of(how));
  }

  /**
   * Limits; empty ones are none.
   *
   * @param runs tasks at a time
   * @param launchesPerMinute so many at once, and then evenly
   */
  public record Quota(
      Optional<Integer> runs,
      Optional<Double> cpus,
      Optional<Double> memMb,
      Optional<Integer> gpus,
      Optional<Integer> launchesPerMinute) {

    public static final Quota NONE =
        new Quota(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** As pools are of which nothing was said. */
  public static Pool unlimited(String name) {
    return new Pool(name, 1, Map.of(), Quota.NONE, Quota.NONE, Duration.ofHours(6));
  }

  /** Whether another one is to take its place. */
  public boolean sameName(Pool other) {
    return name.equals(other.name);
  }

  /** A user's share. */
  public double share(String user) {
    return shares.getOrDefault(user, 1.0);
  }
}
