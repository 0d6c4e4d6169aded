package io.proffer.batch.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many launches are left of what pools and users may have a minute: so many at once, and then
 * evenly. A process that comes after another one begins anew. Not thread-safe.
 */
final class LaunchRate {

  private static final double MINUTE = Duration.ofMinutes(1).toMillis();
  private static final int MAX_KEYS = 10_000;

  private final Map<Object, Left> left =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Left> eldest) {
          return size() > MAX_KEYS;
        }
      };

  private record Left(double launches, Instant at) {}

  /** Whether another one may be launched. */
  boolean allows(Object whose, int perMinute, Instant now) {
    return left(whose, perMinute, now) >= 1;
  }

  /** One was launched. */
  void launched(Object whose, int perMinute, Instant now) {
    left.put(whose, new Left(left(whose, perMinute, now) - 1, now));
  }

  private double left(Object whose, int perMinute, Instant now) {
    Left known = left.get(whose);
    if (known == null) {
      return perMinute;
    }
    double since = Math.max(0, Duration.between(known.at(), now).toMillis()) / MINUTE;
    return Math.min(perMinute, known.launches() + since * perMinute);
  }
}
