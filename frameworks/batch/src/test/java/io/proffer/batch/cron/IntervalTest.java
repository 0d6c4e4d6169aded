package io.proffer.batch.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** Intervals of ISO 8601 that are repeated. */
class IntervalTest {

  /** Written by hand; each list is what follows the third column. */
  @ParameterizedTest
  @CsvSource({
    "R/2026-01-01T00:00:00Z/PT12H, UTC, 2025-12-01T00:00Z, 2026-01-01T00:00Z 2026-01-01T12:00Z 2026-01-02T00:00Z",
    "R/2014-03-08T20:00:00.000+02:00/PT2H, UTC, 2026-03-08T18:30Z, 2026-03-08T20:00Z 2026-03-08T22:00Z",
    "R/2026-01-31T10:00Z/P1M, UTC, 2026-01-31T10:00Z, 2026-02-28T10:00Z 2026-03-31T10:00Z 2026-04-30T10:00Z",
    "R/2024-02-29T00:00Z/P1Y, UTC, 2026-06-01T00:00Z, 2027-02-28T00:00Z 2028-02-29T00:00Z",
    "R/2026-01-01T00:00Z/P1W, UTC, 2026-11-20T00:00Z, 2026-11-26T00:00Z 2026-12-03T00:00Z",
    "R/2026-01-01T00:00Z/P1DT12H, UTC, 2026-01-01T00:00Z, 2026-01-02T12:00Z 2026-01-04T00:00Z",
    // A day of the calendar is 23 or 25 hours where clocks are changed; 24 hours are 24 hours.
    "R/2026-03-27T12:00:00Z/P1D, Europe/Berlin, 2026-03-28T00:00Z, 2026-03-28T12:00+01:00 2026-03-29T12:00+02:00",
    "R/2026-03-27T12:00:00Z/PT24H, Europe/Berlin, 2026-03-28T00:00Z, 2026-03-28T12:00+01:00 2026-03-29T13:00+02:00",
    "R/2026-10-31T01:30/P1D, America/New_York, 2026-10-31T12:00Z, 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00",
    "R/2026-10-03T02:15/P1D, Australia/Lord_Howe, 2026-10-03T00:00Z, 2026-10-04T02:45+11:00 2026-10-05T02:15+11:00",
    "R/2026-04-23T00:00/P1D, Africa/Cairo, 2026-04-23T00:00Z, 2026-04-24T01:00+03:00 2026-04-25T00:00+03:00",
    "R/1970-01-01T00:00:00Z/PT1S, UTC, 2026-01-01T00:00:00.5Z, 2026-01-01T00:00:01Z 2026-01-01T00:00:02Z",
  })
  void isDueFromItsStartOnPeriodAfterPeriod(String text, String zone, String after, String due) {
    List<Instant> expected =
        Arrays.stream(due.split(" ", -1)).map(t -> OffsetDateTime.parse(t).toInstant()).toList();
    assertThat(fires(text, zone, after, expected.size())).isEqualTo(expected);
  }

  @Test
  void isDueAsOftenAsItSays() {
    assertThat(fires("R3/2026-01-01T00:00Z/P1D", "UTC", "2020-01-01T00:00Z", 10)).hasSize(3);
    assertThat(fires("R3/2026-01-01T00:00Z/P1D", "UTC", "2026-01-03T00:00Z", 10)).isEmpty();
  }

  private static List<Instant> fires(String text, String zone, String after, int most) {
    ZoneId id = zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone);
    Timetable interval = Timetable.parse(text, id, "job");
    List<Instant> fires = new ArrayList<>();
    Optional<Instant> next = interval.next(OffsetDateTime.parse(after).toInstant());
    while (next.isPresent() && fires.size() < most) {
      fires.add(next.get());
      next = interval.next(next.get());
    }
    return fires;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "R0/2026-01-01T00:00Z/P1D | never due",
        "R/2026-01-01T00:00Z/PT0S | a second to a hundred years",
        "R/2026-01-01T00:00Z/P-1D | a second to a hundred years",
        "R/2026-01-01T00:00Z/P200Y | a second to a hundred years",
        "R/1969-01-01T00:00Z/P1D | before 1970",
        "R/tomorrow/P1D | tomorrow",
        "R//P1D | R/start/period",
        "R/2026-02-30T00:00Z/P1D | 2026-02-30",
        "R/2026-01-01T00:00Z/P | P",
      })
  void refusesWhatIsNeverDue(String text, String why) {
    assertThatThrownBy(() -> Timetable.parse(text, ZoneOffset.UTC, "job"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
