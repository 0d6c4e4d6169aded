package io.proffer.batch.cron;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Schedules against two oracles: cron-utils, and a clock that is looked at minute by minute. */
class CronPropertiesTest {

  /** A change of the clocks in each of four zones, two forwards and two backwards. */
  private static final List<ZonedDateTime> CHANGES =
      List.of(
          ZonedDateTime.parse("2026-03-29T01:00Z[UTC]")
              .withZoneSameInstant(ZoneId.of("Europe/Berlin")),
          ZonedDateTime.parse("2026-11-01T06:00Z[UTC]")
              .withZoneSameInstant(ZoneId.of("America/New_York")),
          ZonedDateTime.parse("2026-04-04T15:00Z[UTC]")
              .withZoneSameInstant(ZoneId.of("Australia/Lord_Howe")),
          ZonedDateTime.parse("2026-04-23T22:00Z[UTC]")
              .withZoneSameInstant(ZoneId.of("Africa/Cairo")));

  /** A field, and what it means. */
  private record Field(String text, boolean isWildcard, SortedSet<Integer> values) {

    static Field random(Random chance, int from, int to) {
      int step = 1 + chance.nextInt(Math.max(1, (to - from) / 2));
      return switch (chance.nextInt(4)) {
        case 0 -> new Field("*", true, range(from, to, 1));
        case 1 -> new Field("*/" + step, true, range(from, to, step));
        case 2 -> {
          int low = from + chance.nextInt(to - from);
          int high = low + chance.nextInt(to - low + 1);
          yield new Field(low + "-" + high, false, range(low, high, 1));
        }
        default -> {
          SortedSet<Integer> some = new TreeSet<>();
          for (int i = 0; i <= chance.nextInt(3); i++) {
            some.add(from + chance.nextInt(to - from + 1));
          }
          String text = some.stream().map(String::valueOf).collect(Collectors.joining(","));
          yield new Field(text, false, some);
        }
      };
    }

    private static SortedSet<Integer> range(int from, int to, int step) {
      return IntStream.rangeClosed(from, to)
          .filter(n -> (n - from) % step == 0)
          .boxed()
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Property(tries = 40)
  void agreesWithCronUtilsWhereClocksAreNeverChanged(@ForAll long seed) {
    Random chance = new Random(seed);
    String days = chance.nextBoolean() ? "* " + Field.random(chance, 1, 12).text() + " 1-5" : "";
    String text =
        "%s %s %s"
            .formatted(
                Field.random(chance, 0, 59).text(),
                Field.random(chance, 0, 23).text(),
                days.isEmpty() ? Field.random(chance, 1, 28).text() + " * *" : days);
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    ExecutionTime oracle =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text));
    Cron cron = Cron.parse(text, tokyo, "job");
    Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(chance.nextInt(100_000_000));
    for (int i = 0; i < 10; i++) {
      Instant next = cron.next(at).orElseThrow();
      assertThat(next)
          .as(text + " after " + at)
          .isEqualTo(oracle.nextExecution(at.atZone(tokyo)).orElseThrow().toInstant());
      at = next;
    }
  }

  @Property(tries = 40)
  void doesWhatAClockSaysThatIsLookedAtMinuteByMinute(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int zone) {
    Random chance = new Random(seed);
    ZonedDateTime change = CHANGES.get(zone);
    Field minute = Field.random(chance, 0, 59);
    Field hour = Field.random(chance, 0, 23);
    String text = minute.text() + " " + hour.text() + " * * *";
    Instant from = change.toInstant().minus(Duration.ofHours(30));
    Instant to = change.toInstant().plus(Duration.ofHours(30));
    List<Instant> expected =
        minute.isWildcard() || hour.isWildcard()
            ? elapsed(minute, hour, change.getZone(), from, to)
            : fixed(minute, hour, change.getZone(), from, to);

    assertThat(fires(Cron.parse(text, change.getZone(), "job"), from, to))
        .as(text + " in " + change.getZone())
        .isEqualTo(expected);
  }

  private static List<Instant> fires(Cron cron, Instant from, Instant to) {
    List<Instant> fires = new ArrayList<>();
    Optional<Instant> next = cron.next(from);
    while (next.isPresent() && !next.get().isAfter(to)) {
      fires.add(next.get());
      next = cron.next(next.get());
    }
    return fires;
  }

  private static boolean matches(Field minute, Field hour, LocalDateTime local) {
    return minute.values().contains(local.getMinute()) && hour.values().contains(local.getHour());
  }

  /** Whenever the clock on the wall shows such a time. */
  private static List<Instant> elapsed(
      Field minute, Field hour, ZoneId zone, Instant from, Instant to) {
    List<Instant> fires = new ArrayList<>();
    for (Instant at = from.plusSeconds(60); !at.isAfter(to); at = at.plusSeconds(60)) {
      if (matches(minute, hour, LocalDateTime.ofInstant(at, zone))) {
        fires.add(at);
      }
    }
    return fires;
  }

  /** Once for each such time of the calendar, also where the clock skips it or shows it twice. */
  private static List<Instant> fixed(
      Field minute, Field hour, ZoneId zone, Instant from, Instant to) {
    SortedSet<Instant> fires = new TreeSet<>();
    LocalDateTime end = LocalDateTime.ofInstant(to, ZoneOffset.UTC).plusDays(2);
    LocalDateTime local = LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusDays(2);
    for (; local.isBefore(end); local = local.plusMinutes(1)) {
      if (matches(minute, hour, local)) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        Instant due =
            change != null && change.isGap()
                ? change.getInstant()
                : ZonedDateTime.ofLocal(local, zone, null).withEarlierOffsetAtOverlap().toInstant();
        if (due.isAfter(from) && !due.isAfter(to)) {
          fires.add(due);
        }
      }
    }
    return List.copyOf(fires);
  }
}
