package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many launches are left of what pools and users may have a minute: so many at once, and then
 * evenly. Not thread-safe.
 */
final class LaunchRate {

  private final BatchState state;
  private final Outbox out;

  /** Those that have changed and are not marked. */
  private final Map<String, Launches> changed = new TreeMap<>();

  LaunchRate(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Whether a pool may launch another one. */
  boolean allows(String pool, int perMinute, Instant now) {
    return Launches.Left.of(of(pool).whole(), perMinute, now) >= 1;
  }

  /** Whether a user may. */
  boolean allows(FairShare.Who who, int perMinute, Instant now) {
    return Launches.Left.of(of(who.pool()).of(who.user()), perMinute, now) >= 1;
  }

  /** One was launched. */
  void launched(Pool pool, FairShare.Who who, Instant now) {
    pool.quota()
        .launchesPerMinute()
        .ifPresent(most -> changed.put(who.pool(), of(who.pool()).launched(most, now)));
    pool.userQuota()
        .launchesPerMinute()
        .ifPresent(most -> changed.put(who.pool(), of(who.pool()).launched(who.user(), most, now)));
  }

  private Launches of(String pool) {
    Launches known = changed.get(pool);
    return known == null ? state.launches(pool) : known;
  }

  /** Takes down what was launched. */
  void mark(Instant now) {
    changed.values().forEach(launches -> out.fact(new Fact.LaunchesMarked(launches.recent(now))));
    changed.clear();
  }
}
