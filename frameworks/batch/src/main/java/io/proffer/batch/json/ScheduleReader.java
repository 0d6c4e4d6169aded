package io.proffer.batch.json;

import io.proffer.batch.cron.Timetable;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Schedule;
import io.proffer.frameworks.common.json.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads schedules. */
final class ScheduleReader {

  private static final Duration DEADLINE = Duration.ofMinutes(15);
  private static final int LEAST_DEADLINE = 60;

  /** As it is written, so that a schedule that was written and read is the same. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");

  private ScheduleReader() {}

  /** Empty when something is wrong, which then is noted. */
  static Optional<Schedule> read(Fields f, JobId job, Optional<String> givenId) {
    f.ignore("id", "nextRunAt", "misses");
    String id = givenId.orElseGet(() -> f.requiredText("id"));
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      f.broken("id", "must be 1 to 100 letters, digits, dots, dashes and underscores");
    }
    ZoneId zone = zone(f, "timezone").or(() -> zone(f, "timeZone")).orElse(UTC);
    Optional<Timetable> timetable = timetable(f, zone, job);
    Duration deadline = f.seconds("startingDeadlineSeconds", LEAST_DEADLINE).orElse(DEADLINE);
    Schedule.ConcurrencyPolicy concurrency =
        f.choice(
            "concurrencyPolicy",
            Schedule.ConcurrencyPolicy.ALLOW,
            Enum::name,
            Schedule.ConcurrencyPolicy.values());
    boolean enabled = f.flag("enabled", true);
    return timetable.map(t -> new Schedule(id, t, deadline, concurrency, enabled));
  }

  private static Optional<Timetable> timetable(Fields f, ZoneId zone, JobId job) {
    String text = f.requiredText("cron");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Timetable.parse(text, zone, job.value()));
    } catch (IllegalArgumentException wrong) {
      f.broken("cron", "'" + text + "' is no schedule: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(Fields f, String name) {
    Optional<String> text = f.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String id = text.get();
    try {
      if (ZoneId.getAvailableZoneIds().contains(id)) {
        return Optional.of(ZoneId.of(id));
      }
    } catch (DateTimeException unknown) {
      // It is as good as not in the list.
    }
    String hint =
        Nearest.to(id, ZoneId.getAvailableZoneIds())
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
    f.broken(name, "there is no time zone '" + id + "'" + hint);
    return Optional.empty();
  }
}
