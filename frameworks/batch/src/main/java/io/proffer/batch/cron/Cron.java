package io.proffer.batch.cron;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in a time zone: minute, hour, day of the month, month, day of the week, and a
 * year if wanted; both days must match. {@code L}, {@code W}, {@code #} as usual, 0 and 7 are
 * Sunday, and {@code H} is a value that depends on the job, so that not all jobs start at once.
 *
 * <p>When clocks are changed, an expression that names its hours and minutes fires once: at the end
 * of the gap if its time is skipped, the first time if its time comes twice. One whose hours or
 * minutes are {@code *} or {@code *}{@code /n} goes by the clock as it is: nothing is made up for
 * what was skipped, and what comes twice fires twice. Immutable.
 */
public final class Cron implements Timetable {

  /** Both days must match, as in Metronome; in Unix one is enough. */
  private static final CronDefinition DEFINITION =
      CronDefinitionBuilder.defineCron()
          .withMinutes()
          .withStrictRange()
          .and()
          .withHours()
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .supportsL()
          .supportsW()
          .supportsLW()
          .withStrictRange()
          .and()
          .withMonth()
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .supportsHash()
          .supportsL()
          .and()
          .withYear()
          .withStrictRange()
          .optional()
          .and()
          .matchDayOfWeekAndDayOfMonth()
          .instance();

  /** Longer than any two leap years, and a weekday in them, are apart. */
  private static final int FAR_YEARS = 45;

  private static final int MAX_LENGTH = 200;

  /** More than there are minutes in the longest overlap. */
  private static final int MAX_STEPS = 2_000;

  private final String text;
  private final ZoneId zone;
  private final ExecutionTime times;
  private final boolean elapsing;

  private Cron(String text, ZoneId zone, ExecutionTime times, boolean elapsing) {
    this.text = text;
    this.zone = zone;
    this.times = times;
    this.elapsing = elapsing;
  }

  /**
   * Reads an expression.
   *
   * @param seed what {@code H} depends on
   * @throws IllegalArgumentException when it is none, or can never be due; the message is for
   *     people
   */
  public static Cron parse(String text, ZoneId zone, String seed) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    com.cronutils.model.Cron cron =
        new CronParser(DEFINITION).parse(HashedFields.resolve(text.strip(), seed)).validate();
    boolean elapsing =
        isWildcard(cron, CronFieldName.MINUTE) || isWildcard(cron, CronFieldName.HOUR);
    Cron parsed = new Cron(text, zone, ExecutionTime.forCron(cron), elapsing);
    LocalDateTime year2000 = LocalDateTime.of(1999, 12, 31, 23, 59);
    boolean ever =
        parsed
            .nextLocal(year2000)
            .filter(day -> hasYear(cron) || day.getYear() < 2000 + FAR_YEARS)
            .isPresent();
    if (!ever) {
      throw new IllegalArgumentException("there is no such day");
    }
    return parsed;
  }

  private static boolean hasYear(com.cronutils.model.Cron cron) {
    return cron.retrieveFieldsAsMap().containsKey(CronFieldName.YEAR);
  }

  private static boolean isWildcard(com.cronutils.model.Cron cron, CronFieldName name) {
    @Nullable CronField field = cron.retrieveFieldsAsMap().get(name);
    if (field == null) {
      return false;
    }
    FieldExpression expression = field.getExpression();
    return expression instanceof Always
        || (expression instanceof Every every && every.getExpression() instanceof Always);
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return elapsing ? nextElapsed(after) : nextFixed(after);
  }

  private Optional<Instant> nextFixed(Instant after) {
    LocalDateTime local = LocalDateTime.ofInstant(after, zone);
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<LocalDateTime> next = nextLocal(local);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Instant due = once(next.get());
      if (due.isAfter(after)) {
        return Optional.of(due);
      }
      local = next.get();
    }
    throw new IllegalStateException("'" + text + "' finds no end after " + after);
  }

  /** A skipped time is the end of the gap; of two, the first one counts. */
  private Instant once(LocalDateTime local) {
    @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.ofLocal(local, zone, null).withEarlierOffsetAtOverlap().toInstant();
  }

  /** Looks from one change of the clocks to the next, between which they are steady. */
  private Optional<Instant> nextElapsed(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    ZoneOffset offset = rules.getOffset(after);
    for (int step = 0; step < MAX_STEPS; step++) {
      ZoneOffset steady = offset;
      Optional<Instant> next =
          nextLocal(LocalDateTime.ofInstant(from, steady)).map(local -> local.toInstant(steady));
      @Nullable ZoneOffsetTransition change = rules.nextTransition(from);
      if (next.isEmpty() || change == null || next.get().isBefore(change.getInstant())) {
        return next;
      }
      // What is due at the very change is found after it, by the clock that was changed.
      offset = change.getOffsetAfter();
      if (isDueAt(change)) {
        return Optional.of(change.getInstant());
      }
      from = change.getInstant();
    }
    throw new IllegalStateException("'" + text + "' finds no end after " + after);
  }

  private boolean isDueAt(ZoneOffsetTransition change) {
    LocalDateTime then = change.getDateTimeAfter();
    return nextLocal(then.minusSeconds(1)).filter(then::equals).isPresent();
  }

  /** The next local time, by a clock that is never changed. */
  private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
    return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cron cron && cron.text.equals(text) && cron.zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, zone);
  }

  @Override
  public String toString() {
    return text + " " + zone;
  }
}
