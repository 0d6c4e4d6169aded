package io.proffer.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.client.MeasuredUse;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A summary of the cluster as the lines of a terminal: as many as fit, none longer than it is. */
final class Screen {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Map<String, String> AMOUNTS =
      Map.of("cpus", "CPUs", "mem", "Memory", "disk", "Disk", "gpus", "GPUs");
  private static final List<String> ORDER = List.of("cpus", "mem", "disk", "gpus");
  private static final int LONGEST_BAR = 30;
  private static final int LONGEST_NAME = 32;

  /** What stands beside the name of a framework. */
  private static final int BESIDE = 55;

  /** What stands beside a bar. */
  private static final int BESIDE_BAR = 68;

  private static final String ROW = "%-13s %8s %10s %10s %8s";

  private final JsonNode summary;
  private final ZoneId zone;
  private final int bar;
  private final int name;
  private final List<String> lines = new ArrayList<>();

  private Screen(JsonNode summary, int columns, ZoneId zone) {
    this.summary = summary;
    this.zone = zone;
    this.bar = Math.clamp(columns - BESIDE_BAR, 10, LONGEST_BAR);
    this.name = Math.clamp(columns - BESIDE, 12, LONGEST_NAME);
  }

  /**
   * The lines.
   *
   * @param zone whose time is shown
   */
  static List<String> of(JsonNode summary, int rows, int columns, ZoneId zone) {
    Screen screen = new Screen(summary, columns, zone);
    screen.head();
    screen.capacity();
    screen.frameworks();
    screen.starving();
    screen.happenings();
    return screen.lines.stream()
        .limit(rows)
        .map(line -> line.length() > columns ? line.substring(0, columns) : line)
        .toList();
  }

  private void head() {
    JsonNode agents = summary.path("agents");
    lines.add(
        "%s, led by %s for %s, at %s"
            .formatted(
                summary.path("cluster").asText(),
                summary.path("address").asText(),
                span(summary.path("now").asLong() / 1000 - summary.path("elected").asLong()),
                clock(summary.path("now").asLong())));
    lines.add("");
    lines.add(
        "Agents   %d connected%s%s   Frameworks %d of %d connected   Offers %d"
            .formatted(
                agents.path("connected").asLong(),
                some(agents.path("disconnected").asLong(), " disconnected"),
                some(agents.path("unreachable").asLong(), " unreachable"),
                summary.path("frameworksConnected").asLong(),
                summary.path("frameworksKnown").asLong(),
                summary.path("offers").asLong()));
    List<String> states = new ArrayList<>();
    for (Map.Entry<String, JsonNode> count : summary.path("tasks").properties()) {
      states.add(count.getValue().asLong() + " " + state(count.getKey()));
    }
    lines.add("Tasks    " + (states.isEmpty() ? "none yet" : String.join(", ", states)));
    lines.add("");
  }

  private static String some(long count, String what) {
    return count == 0 ? "" : ", " + count + what;
  }

  private void capacity() {
    for (String name : ORDER) {
      JsonNode amounts = summary.path("resources").path(name);
      double total = amounts.path(0).asDouble();
      double used = amounts.path(1).asDouble();
      double offered = amounts.path(2).asDouble();
      OptionalDouble measured = measured(name);
      if (total > 0) {
        lines.add(
            "%-8s [%s] %3d %%, %s of %s allocated%s%s"
                .formatted(
                    AMOUNTS.get(name),
                    bar(measured.orElse(0) / total, used / total, offered / total),
                    Math.round(100 * used / total),
                    amount(name, used),
                    amount(name, total),
                    offered > 0 ? ", " + amount(name, offered) + " offered" : "",
                    measured.isPresent()
                        ? ", " + amount(name, measured.getAsDouble()) + " used"
                        : ""));
      }
    }
    MeasuredUse.of(summary.path("measured")).whoSays().ifPresent(lines::add);
    lines.add("");
  }

  private OptionalDouble measured(String name) {
    MeasuredUse use = MeasuredUse.of(summary.path("measured"));
    return switch (name) {
      case "cpus" -> use.cpus();
      case "mem" -> use.memMb();
      case "disk" -> use.diskMb();
      default -> OptionalDouble.empty();
    };
  }

  /**
   * What is used is drawn over the rest: it is part of what is allocated, unless tasks overdo it.
   */
  private String bar(double measured, double used, double offered) {
    int full = (int) Math.round(Math.min(1, used) * bar);
    int shown = (int) Math.round(Math.min(1, used + offered) * bar);
    int taken = (int) Math.round(Math.min(1, measured) * bar);
    String all = "#".repeat(full) + "+".repeat(shown - full) + ".".repeat(bar - shown);
    return "=".repeat(taken) + all.substring(taken);
  }

  private void frameworks() {
    lines.add(named("FRAMEWORK") + ROW.formatted("STATE", "TASKS", "CPUS", "MEMORY", "OFFERS"));
    for (JsonNode one : summary.path("frameworks")) {
      lines.add(
          named(one.path("name").asText())
              + ROW.formatted(
                  one.path("up").asText(),
                  one.path("tasks").asText(),
                  amount("cpus", one.path("cpus").asDouble()),
                  amount("mem", one.path("mem").asDouble()),
                  one.path("offers").asText()));
    }
    lines.add("");
  }

  private String named(String text) {
    String shown = text.length() > name ? text.substring(0, name - 1) + "…" : text;
    return shown + " ".repeat(name - shown.length() + 1);
  }

  private void starving() {
    for (JsonNode one : summary.path("starving")) {
      lines.add(
          "! %s wants offers and %s %s"
              .formatted(
                  one.path("name").asText(),
                  one.path("never").asBoolean() ? "was never made one, since" : "had its last at",
                  clock(one.path("since").asLong() * 1000)));
    }
  }

  private void happenings() {
    for (JsonNode one : summary.path("happenings")) {
      lines.add("%s  %s".formatted(clock(one.path("at").asLong()), happening(one)));
    }
  }

  private static String happening(JsonNode one) {
    String message = one.path("message").asText();
    String said = message.isEmpty() ? "" : ": " + message;
    if (one.has("task") && one.has("state")) {
      return "task %s is %s%s"
          .formatted(one.path("task").asText(), state(one.path("state").asText()), said);
    }
    String what = one.has("task") ? "task" : one.has("agent") ? "agent" : "framework";
    return one.path("kind").asText() + " " + one.path(what).asText() + said;
  }

  private static String state(String state) {
    return state.replaceFirst("^TASK_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String clock(long ms) {
    return TIME.format(Instant.ofEpochMilli(ms).atZone(zone));
  }

  private static String amount(String name, double value) {
    if (!name.equals("mem") && !name.equals("disk")) {
      return plain(value);
    }
    if (value < 1024) {
      return plain(value) + " MB";
    }
    return value < 1024 * 1024 ? plain(value / 1024) + " GB" : plain(value / 1024 / 1024) + " TB";
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
  }

  private static String span(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
