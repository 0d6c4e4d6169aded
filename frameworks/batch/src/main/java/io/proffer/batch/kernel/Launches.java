package io.proffer.batch.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is left of the launches that a pool and its users may have a minute, where there is a limit.
 *
 * @param whole of the pool; empty: all
 * @param byUser of those that have launched of late; of the others all
 */
public record Launches(String pool, Optional<Left> whole, Map<String, Left> byUser) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  public Launches {
    byUser = Collections.unmodifiableMap(new TreeMap<>(byUser));
  }

  /**
   * So many were left.
   *
   * @param at when the last one was launched
   */
  public record Left(double launches, Instant at) {

    static double of(Optional<Left> known, int perMinute, Instant now) {
      if (known.isEmpty()) {
        return perMinute;
      }
      double since =
          (double) Math.max(0, Duration.between(known.get().at(), now).toMillis())
              / MINUTE.toMillis();
      return Math.min(perMinute, known.get().launches() + since * perMinute);
    }

    private boolean isOver(Instant now) {
      return !at.plus(MINUTE).isAfter(now);
    }
  }

  static Launches none(String pool) {
    return new Launches(pool, Optional.empty(), Map.of());
  }

  /** One less of the pool. */
  Launches launched(int perMinute, Instant now) {
    return new Launches(
        pool, Optional.of(new Left(Left.of(whole, perMinute, now) - 1, now)), byUser);
  }

  /** One less of a user. */
  Launches launched(String user, int perMinute, Instant now) {
    Map<String, Left> next = new TreeMap<>(byUser);
    next.put(user, new Left(Left.of(of(user), perMinute, now) - 1, now));
    return new Launches(pool, whole, next);
  }

  Optional<Left> of(String user) {
    return Optional.ofNullable(byUser.get(user));
  }

  /** Without those who have all by now. */
  Launches recent(Instant now) {
    Map<String, Left> next = new TreeMap<>(byUser);
    next.values().removeIf(left -> left.isOver(now));
    return new Launches(pool, whole.filter(left -> !left.isOver(now)), next);
  }
}
