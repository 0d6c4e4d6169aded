package io.proffer.batch.cron;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval of ISO 8601 that is repeated, as Chronos has them: {@code R5/2026-03-01T04:00Z/P1D}
 * is due five times, {@code R/...} without end. Days and longer follow the calendar of the zone,
 * and are counted from the start: a month after January the 31st is the last of February, two are
 * March the 31st. Hours and shorter follow elapsed time.
 *
 * @param text as it was written
 * @param times how often; empty: without end
 * @param period of days and longer, and {@code span} of hours and shorter, one after the other
 */
public record Interval(
    String text, ZoneId zone, OptionalInt times, ZonedDateTime start, Period period, Duration span)
    implements Timetable {

  private static final Pattern FORM =
      Pattern.compile("R([0-9]{0,9})/([^/]+)/(P[^/T]*)(?:T([^/]+))?");
  private static final int MAX_LENGTH = 200;
  private static final int MAX_STEPS = Integer.MAX_VALUE - 1;
  private static final long DAY_SECONDS = 86_400;
  private static final Duration LONGEST = Duration.ofDays(36_600);

  /** Whether a text is meant to be one. */
  static boolean isOne(String text) {
    return text.startsWith("R") && text.contains("/");
  }

  /**
   * Reads one.
   *
   * @param zone of UTC: the start is in the zone that it names itself; any other: the start's date
   *     and time are in it, whatever zone it names, as Chronos has it
   * @throws IllegalArgumentException when it is none, or can never be due; the message is for
   *     people
   */
  public static Interval parse(String text, ZoneId zone) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw new IllegalArgumentException("write R/start/period, as R/2026-03-01T04:00:00Z/PT12H");
    }
    OptionalInt times =
        form.group(1).isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(form.group(1)));
    if (times.orElse(1) == 0) {
      throw new IllegalArgumentException("R0 is never due");
    }
    try {
      Period period =
          form.group(3).equals("P") && form.group(4) != null
              ? Period.ZERO
              : Period.parse(form.group(3));
      Duration span = form.group(4) == null ? Duration.ZERO : Duration.parse("PT" + form.group(4));
      requireForward(period, span);
      ZonedDateTime start = start(form.group(2), zone);
      if (start.toInstant().isBefore(Instant.EPOCH)) {
        throw new IllegalArgumentException("it starts before 1970");
      }
      return new Interval(text, zone, times, start, period, span);
    } catch (DateTimeException | ArithmeticException wrong) {
      throw new IllegalArgumentException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static void requireForward(Period period, Duration span) {
    boolean backwards = period.isNegative() || span.isNegative();
    Duration least = least(period, span);
    if (backwards || least.compareTo(Duration.ofSeconds(1)) < 0 || least.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the period must be a second to a hundred years");
    }
  }

  /** No more than the shortest that a period can be. */
  private static Duration least(Period period, Duration span) {
    long days = period.toTotalMonths() * 28 + period.get(ChronoUnit.DAYS);
    // A day may be shorter by what clocks are changed.
    return Duration.ofSeconds(days * (DAY_SECONDS - 7_200)).plus(span);
  }

  private static ZonedDateTime start(String text, ZoneId zone) {
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime at && zone.equals(ZoneOffset.UTC)
        ? at.toZonedDateTime()
        : LocalDateTime.from(parsed).atZone(zone);
  }

  @Override
  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  @Override
  public Optional<Instant> next(Instant after) {
    int last = times.orElse(MAX_STEPS) - 1;
    long past = Math.max(0, Duration.between(start.toInstant(), after).toSeconds());
    long reach = past / Math.max(1, least(period, span).toSeconds()) + 1;
    int low = 0;
    int high = (int) Math.min(last, reach);
    if (!at(high).isAfter(after)) {
      return Optional.empty();
    }
    while (low < high) {
      int middle = low + (high - low) / 2;
      if (at(middle).isAfter(after)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Optional.of(at(low));
  }

  private Instant at(int step) {
    return start.plus(period.multipliedBy(step)).plus(span.multipliedBy(step)).toInstant();
  }

  @Override
  public String toString() {
    return text + " " + zone;
  }
}
