package io.proffer.batch.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When something is due. Immutable. */
public sealed interface Timetable permits Cron, Interval {

  /**
   * Reads a cron expression, or an interval that is repeated, as {@code R/2026-03-01T04:00Z/P1D}.
   *
   * @param seed what {@code H} of a cron expression depends on
   * @throws IllegalArgumentException when it is neither, or can never be due; the message is for
   *     people
   */
  static Timetable parse(String text, ZoneId zone, String seed) {
    return Interval.isOne(text) ? Interval.parse(text, zone) : Cron.parse(text, zone, seed);
  }

  /** As it was written. */
  String text();

  /** The zone's name; {@code UTC} for that of no zone. */
  String zoneName();

  /** The first time after another; empty when it is never due again. */
  Optional<Instant> next(Instant after);
}
