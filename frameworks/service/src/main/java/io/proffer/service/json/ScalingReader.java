package io.proffer.service.json;

import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.model.ScalingPolicy.Behavior;
import io.proffer.service.model.ScalingPolicy.Metric;
import io.proffer.service.model.ScalingPolicy.Window;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads how an app is scaled by what is measured. */
final class ScalingReader {

  private static final int MANY = 1_000_000;
  private static final int MAX_METRICS = 20;

  private ScalingReader() {}

  static ScalingPolicy read(Fields f) {
    int min = f.integer("min", 1, 1, MANY);
    Optional<Integer> max = f.integer("max", 1, MANY);
    if (!f.has("max")) {
      f.broken("max", "error.path.missing");
    } else if (max.orElse(min) < min) {
      f.broken("max", "must not be less than min, " + min);
    }
    List<Metric> metrics = f.objects("metrics", ScalingReader::metric);
    List<Window> schedule = f.objects("schedule", ScalingReader::window);
    if (metrics.isEmpty() && schedule.isEmpty()) {
      f.broken("metrics", "must not be empty without a schedule");
    }
    if (metrics.size() > MAX_METRICS || schedule.size() > MAX_METRICS) {
      f.broken(
          "metrics", "there may be " + MAX_METRICS + " metrics and " + MAX_METRICS + " windows");
    }
    return new ScalingPolicy(
        min,
        max.orElse(min),
        metrics,
        f.number("tolerance", 0.1, 0),
        f.object("scaleUp", u -> behavior(u, 0, 4))
            .orElse(new Behavior(ofSeconds(0), 4, 100, ofSeconds(60))),
        f.object("scaleDown", d -> behavior(d, 300, 0))
            .orElse(new Behavior(ofSeconds(300), 0, 100, ofSeconds(60))),
        schedule);
  }

  private static Duration ofSeconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Behavior behavior(Fields f, int stabilization, int instances) {
    Behavior behavior =
        new Behavior(
            ExtensionReader.seconds(f, "stabilizationSeconds", stabilization, 0),
            f.integer("maxInstances", instances, 0, MANY),
            f.integer("maxPercent", 100, 0, MANY),
            ExtensionReader.seconds(f, "periodSeconds", 60, 1));
    if (behavior.instances() == 0 && behavior.percent() == 0) {
      f.broken("maxPercent", "must be more than 0, or maxInstances: it could never scale");
    }
    return behavior;
  }

  private static Metric metric(Fields f) {
    String type = f.requiredText("type");
    double target = f.number("target", 0, 0);
    if (target == 0) {
      f.broken("target", "must be more than 0");
    }
    return switch (type) {
      case "memory" -> new ScalingPolicy.Memory(target);
      case "prometheus" ->
          new ScalingPolicy.Prometheus(
              f.requiredText("url"), f.requiredText("query"), f.flag("perInstance", false), target);
      case "http" ->
          new ScalingPolicy.Http(
              f.requiredText("url"), pointer(f), f.flag("perInstance", false), target);
      default -> {
        if (!type.equals("cpu")) {
          f.broken("type", "must be one of cpu, memory, prometheus, http");
        }
        yield new ScalingPolicy.Cpu(target);
      }
    };
  }

  private static Optional<String> pointer(Fields f) {
    Optional<String> pointer = f.text("pointer");
    if (pointer.filter(p -> !p.startsWith("/")).isPresent()) {
      f.broken("pointer", "must be a JSON pointer, as /queue/length");
    }
    return pointer;
  }

  private static Window window(Fields f) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String day : f.textList("days")) {
      try {
        days.add(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        f.broken("days", "'" + day + "' is no day: write monday, tuesday, ...");
      }
    }
    ZoneId zone = ZoneId.of("UTC");
    try {
      zone = ZoneId.of(f.text("zone", "UTC"));
    } catch (DateTimeException unknown) {
      f.broken("zone", "is no time zone; write Europe/Berlin or UTC");
    }
    LocalTime from = time(f, "from");
    LocalTime to = time(f, "to");
    if (from.equals(to)) {
      f.broken("to", "must differ from 'from'");
    }
    int min = f.integer("min", 1, 1, MANY);
    int max = f.integer("max", Math.max(min, 1), 1, MANY);
    if (max < min) {
      f.broken("max", "must not be less than min, " + min);
    }
    return new Window(
        days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days, from, to, zone, min, max);
  }

  private static LocalTime time(Fields f, String name) {
    String text = f.requiredText(name);
    try {
      return LocalTime.parse(text.isEmpty() ? "00:00" : text);
    } catch (DateTimeException bad) {
      f.broken(name, "must be a time of day, as 08:30");
      return LocalTime.MIDNIGHT;
    }
  }
}
