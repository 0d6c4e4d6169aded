package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the users of a pool have used of late, as parts of the cluster: an average in which each
 * half-life counts half of the one after it.
 *
 * @param at when it was taken
 */
public record Usage(String pool, Instant at, Map<String, Double> byUser) {

  /** Less than this is nothing. */
  private static final double LEAST = 1e-6;

  public Usage {
    byUser = Collections.unmodifiableMap(new TreeMap<>(byUser));
  }

  /** A user's part. */
  public double of(String user) {
    return byUser.getOrDefault(user, 0.0);
  }

  /** A while later, in which so much was in use. */
  Usage after(Pool settings, Map<String, Double> inUse, Instant now) {
    double halfLives =
        (double) Duration.between(at, now).toMillis() / settings.halfLife().toMillis();
    double kept = Math.pow(0.5, Math.max(0, halfLives));
    Map<String, Double> next = new TreeMap<>();
    byUser.forEach((user, part) -> next.put(user, part * kept));
    inUse.forEach((user, part) -> next.merge(user, part * (1 - kept), Double::sum));
    next.values().removeIf(part -> part < LEAST);
    return new Usage(pool, now, next);
  }
}
