package io.proffer.cli.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Cell;
import io.proffer.cli.output.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What {@code proffer status} shows.
 *
 * @param leader where the leading master listens
 * @param tasks counts by state, without states no task is in; {@code running} for {@code
 *     TASK_RUNNING}
 * @param used what is allocated, as Mesos calls it
 * @param measured what is really used of that
 */
public record ClusterStatus(
    String leader,
    String masterId,
    String version,
    long activeAgents,
    long inactiveAgents,
    long activeFrameworks,
    long inactiveFrameworks,
    Map<String, Long> tasks,
    Amounts total,
    Amounts used,
    Amounts offered,
    MeasuredUse measured) {

  private static final List<String> TASK_STATES =
      List.of(
          "TASK_STAGING",
          "TASK_STARTING",
          "TASK_RUNNING",
          "TASK_KILLING",
          "TASK_UNREACHABLE",
          "TASK_FINISHED",
          "TASK_KILLED",
          "TASK_FAILED",
          "TASK_LOST",
          "TASK_ERROR");

  /** Asks a master. */
  public static ClusterStatus of(MasterClient master) {
    JsonNode info = master.call("GET_MASTER").path("master_info");
    JsonNode summary = master.get("/state-summary");
    JsonNode agents = summary.path("slaves");
    JsonNode frameworks = summary.path("frameworks");
    return new ClusterStatus(
        master.address().toString(),
        info.path("id").asText(),
        info.path("version").asText(),
        count(agents, true),
        count(agents, false),
        count(frameworks, true),
        count(frameworks, false),
        tasks(frameworks),
        sum(agents, "resources"),
        sum(agents, "used_resources"),
        sum(agents, "offered_resources"),
        MeasuredUse.of(master));
  }

  private static long count(JsonNode entities, boolean active) {
    long count = 0;
    for (JsonNode entity : entities) {
      count += entity.path("active").asBoolean() == active ? 1 : 0;
    }
    return count;
  }

  private static Map<String, Long> tasks(JsonNode frameworks) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String state : TASK_STATES) {
      long count = 0;
      for (JsonNode framework : frameworks) {
        count += framework.path(state).asLong();
      }
      if (count > 0) {
        counts.put(state.substring("TASK_".length()).toLowerCase(Locale.ROOT), count);
      }
    }
    return counts;
  }

  private static Amounts sum(JsonNode agents, String kind) {
    double cpus = 0;
    double mem = 0;
    double disk = 0;
    for (JsonNode agent : agents) {
      cpus += agent.path(kind).path("cpus").asDouble();
      mem += agent.path(kind).path("mem").asDouble();
      disk += agent.path(kind).path("disk").asDouble();
    }
    return new Amounts(cpus, mem, disk);
  }

  /** The status as lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Master      " + leader + ", id " + masterId + ", Mesos API " + version);
    lines.add("Agents      " + activeAgents + " active" + others(inactiveAgents));
    lines.add("Frameworks  " + activeFrameworks + " active" + others(inactiveFrameworks));
    List<String> counts = new ArrayList<>();
    tasks.forEach((state, count) -> counts.add(count + " " + state));
    lines.add("Tasks       " + (counts.isEmpty() ? "none" : String.join(", ", counts)));
    lines.add(
        "Cpus        "
            + share(used.cpus(), offered.cpus(), total.cpus(), "")
            + really(measured.cpus()));
    lines.add(
        "Memory      "
            + share(used.memMb(), offered.memMb(), total.memMb(), " MB")
            + really(measured.memMb()));
    lines.add(
        "Disk        "
            + share(used.diskMb(), offered.diskMb(), total.diskMb(), " MB")
            + really(measured.diskMb()));
    measured.whoSays().ifPresent(who -> lines.add("            " + who));
    return lines;
  }

  private static String others(long inactive) {
    return inactive == 0 ? "" : ", " + inactive + " inactive";
  }

  private static String share(double used, double offered, double total, String unit) {
    return "%s of %s%s allocated, %s offered"
        .formatted(amount(used), amount(total), unit, amount(offered));
  }

  private static String really(OptionalDouble measured) {
    return measured.isPresent() ? ", " + amount(measured.getAsDouble()) + " used" : "";
  }

  private static String amount(double value) {
    return new Cell.Amount(value).text();
  }

  /** The status as JSON for programs. */
  public String json() {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("master");
          json.writeStringField("url", leader);
          json.writeStringField("id", masterId);
          json.writeStringField("version", version);
          json.writeEndObject();
          json.writeObjectFieldStart("agents");
          json.writeNumberField("active", activeAgents);
          json.writeNumberField("inactive", inactiveAgents);
          json.writeEndObject();
          json.writeObjectFieldStart("frameworks");
          json.writeNumberField("active", activeFrameworks);
          json.writeNumberField("inactive", inactiveFrameworks);
          json.writeEndObject();
          json.writeObjectFieldStart("tasks");
          for (Map.Entry<String, Long> count : tasks.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
          }
          json.writeEndObject();
          json.writeObjectFieldStart("resources");
          writeAmounts(json, "total", total);
          writeAmounts(json, "used", used);
          writeAmounts(json, "offered", offered);
          writeMeasured(json);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private void writeMeasured(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("measured");
    writeKnown(json, "cpus", measured.cpus());
    writeKnown(json, "mem_mb", measured.memMb());
    writeKnown(json, "disk_mb", measured.diskMb());
    json.writeNumberField("agents", measured.saying());
    json.writeEndObject();
  }

  private static void writeKnown(JsonGenerator json, String name, OptionalDouble amount)
      throws IOException {
    if (amount.isPresent()) {
      json.writeNumberField(name, amount.getAsDouble());
    }
  }

  private static void writeAmounts(JsonGenerator json, String name, Amounts amounts)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("cpus", amounts.cpus());
    json.writeNumberField("mem_mb", amounts.memMb());
    json.writeNumberField("disk_mb", amounts.diskMb());
    json.writeEndObject();
  }
}
