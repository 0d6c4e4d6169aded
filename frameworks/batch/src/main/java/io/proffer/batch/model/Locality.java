package io.proffer.batch.model;

import java.time.Duration;
import java.util.List;

/**
 * Where the data of a run is: it waits for a place there, and not for ever.
 *
 * @param prefer the best first; at least one
 * @param patience for each: so long only the best will do, then so long the second too, in the end
 *     any
 */
public record Locality(List<Constraint> prefer, Duration patience) {

  public static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  public Locality {
    prefer = List.copyOf(prefer);
  }

  /** After so long any place will do. */
  public Duration longest() {
    return patience.multipliedBy(prefer.size());
  }

  /**
   * The places that will do; empty: any.
   *
   * @param waited for how long; negative before the wait has begun
   */
  public List<Constraint> after(Duration waited) {
    long millis = Math.max(0, waited.toMillis());
    return millis >= longest().toMillis()
        ? List.of()
        : prefer.subList(0, 1 + (int) (millis / patience.toMillis()));
  }
}
