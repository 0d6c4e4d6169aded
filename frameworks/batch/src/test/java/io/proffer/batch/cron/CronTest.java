package io.proffer.batch.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules are due, above all while clocks are changed. */
class CronTest {

  private static List<Instant> fires(String cron, String zone, String after, int count) {
    Cron parsed = Cron.parse(cron, ZoneId.of(zone), "job");
    List<Instant> fires = new ArrayList<>();
    Optional<Instant> next = parsed.next(OffsetDateTime.parse(after).toInstant());
    while (next.isPresent() && fires.size() < count) {
      fires.add(next.get());
      next = parsed.next(next.get());
    }
    return fires;
  }

  /** Written by hand from the zones' rules; each table is what follows the first time. */
  @ParameterizedTest
  @CsvSource({
    // Berlin, 2026-03-29: 02:00 becomes 03:00. A fixed time in the gap runs at its end, once.
    "30 2 * * *, Europe/Berlin, 2026-03-27T12:00+01:00, 2026-03-28T02:30+01:00 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00",
    "'0,20,40 2 * * *', Europe/Berlin, 2026-03-28T02:50+01:00, 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00",
    "0 * * * *, Europe/Berlin, 2026-03-29T00:30+01:00, 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00",
    // Berlin, 2026-10-25: 03:00 becomes 02:00. A fixed time runs the first time only.
    "30 2 * * *, Europe/Berlin, 2026-10-24T12:00+02:00, 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00",
    "*/30 * * * *, Europe/Berlin, 2026-10-25T01:45+02:00, 2026-10-25T02:00+02:00 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00 2026-10-25T03:00+01:00",
    // New York, 2026-03-08: 02:00 becomes 03:00; 2026-11-01: 02:00 becomes 01:00.
    "15 2 8 3 *, America/New_York, 2026-01-01T00:00-05:00, 2026-03-08T03:00-04:00 2027-03-08T02:15-05:00",
    "*/20 * * * *, America/New_York, 2026-03-08T01:30-05:00, 2026-03-08T01:40-05:00 2026-03-08T03:00-04:00 2026-03-08T03:20-04:00",
    "0 1 * * *, America/New_York, 2026-10-31T12:00-04:00, 2026-11-01T01:00-04:00 2026-11-02T01:00-05:00",
    "0 * * * *, America/New_York, 2026-11-01T00:30-04:00, 2026-11-01T01:00-04:00 2026-11-01T01:00-05:00 2026-11-01T02:00-05:00",
    // Lord Howe, half an hour: 2026-10-04 02:00 becomes 02:30; 2026-04-05 02:00 becomes 01:30.
    "15 2 * * *, Australia/Lord_Howe, 2026-10-03T12:00+10:30, 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00",
    "45 1 * * *, Australia/Lord_Howe, 2026-04-04T12:00+11:00, 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30",
    "*/15 * * * *, Australia/Lord_Howe, 2026-04-05T01:40+11:00, 2026-04-05T01:45+11:00 2026-04-05T01:30+10:30 2026-04-05T01:45+10:30 2026-04-05T02:00+10:30",
    // Cairo, at midnight: 2026-04-24 00:00 becomes 01:00; 2026-10-30 00:00 becomes 23:00.
    "0 0 * * *, Africa/Cairo, 2026-04-23T12:00+02:00, 2026-04-24T01:00+03:00 2026-04-25T00:00+03:00",
    "30 23 * * *, Africa/Cairo, 2026-10-29T12:00+03:00, 2026-10-29T23:30+03:00 2026-10-30T23:30+02:00",
    "0 */12 * * *, Africa/Cairo, 2026-04-23T11:00+02:00, 2026-04-23T12:00+02:00 2026-04-24T12:00+03:00",
  })
  void followsTheClocksOfItsZone(String cron, String zone, String after, String expected) {
    List<Instant> times =
        Arrays.stream(expected.split(" "))
            .map(time -> OffsetDateTime.parse(time).toInstant())
            .toList();
    assertThat(fires(cron, zone, after, times.size())).isEqualTo(times);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 13 * 5, 2026-01-01T00:00Z, 2026-02-13T00:00Z 2026-03-13T00:00Z 2026-11-13T00:00Z",
    "0 0 * * 7, 2026-11-21T00:00Z, 2026-11-22T00:00Z 2026-11-29T00:00Z",
    "0 0 * * 0, 2026-11-21T00:00Z, 2026-11-22T00:00Z 2026-11-29T00:00Z",
    "0 0 L * *, 2026-01-31T00:00Z, 2026-02-28T00:00Z 2026-03-31T00:00Z",
    "0 0 15W * *, 2026-02-01T00:00Z, 2026-02-16T00:00Z 2026-03-16T00:00Z",
    "0 0 * * 5#2, 2026-11-01T00:00Z, 2026-11-13T00:00Z 2026-12-11T00:00Z",
    "0 0 29 2 *, 2026-01-01T00:00Z, 2028-02-29T00:00Z 2032-02-29T00:00Z",
    "0 12 1 1 * 2030, 2026-01-01T00:00Z, 2030-01-01T12:00Z",
    "5 4 * * MON-FRI, 2026-11-20T12:00Z, 2026-11-23T04:05Z",
  })
  void knowsTheDays(String cron, String after, String expected) {
    List<Instant> times =
        Arrays.stream(expected.split(" "))
            .map(time -> OffsetDateTime.parse(time).toInstant())
            .toList();
    assertThat(fires(cron, "UTC", after, times.size())).isEqualTo(times);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "60 0 * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "* * * *",
        "",
        "tomorrow",
        "H(0-99) * * * *",
        "H/0 * * * *"
      })
  void refusesWhatIsNeverDue(String cron) {
    assertThatThrownBy(() -> Cron.parse(cron, ZoneOffset.UTC, "job"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void spreadsHashedJobsOverTheHour() {
    List<Integer> minutes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Cron cron = Cron.parse("H * * * *", ZoneOffset.UTC, "job-" + i);
      Instant due = cron.next(Instant.parse("2026-01-01T00:59:59Z")).orElseThrow();
      minutes.add(due.atOffset(ZoneOffset.UTC).getMinute());
      assertThat(Cron.parse("H * * * *", ZoneOffset.UTC, "job-" + i).next(due))
          .contains(due.plusSeconds(3600));
    }
    for (int minute = 0; minute < 60; minute++) {
      int there = minute;
      assertThat(minutes.stream().filter(m -> m == there)).hasSizeBetween(4, 40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/7 * * * *", "30 4 * * *", "0 9-17 * * 1-5", "0 0 1 */3 *"})
  void agreesWithCronUtilsWhereClocksAreSteady(String text) {
    ExecutionTime oracle =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text));
    Cron cron = Cron.parse(text, ZoneId.of("Asia/Tokyo"), "job");
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 50; i++) {
      Instant next = cron.next(at).orElseThrow();
      assertThat(next)
          .isEqualTo(
              oracle.nextExecution(at.atZone(ZoneId.of("Asia/Tokyo"))).orElseThrow().toInstant());
      at = next;
    }
  }
}
