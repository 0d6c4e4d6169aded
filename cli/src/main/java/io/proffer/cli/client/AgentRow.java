package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An agent as {@code proffer agent list} shows it.
 *
 * @param state {@code active}, {@code inactive} (away), {@code deactivated}, {@code draining} or
 *     {@code drained} (given no tasks, as an operator said), or {@code recovering} (known from
 *     before the leader's election, not back yet)
 * @param free what is neither allocated nor offered
 */
public record AgentRow(
    String id,
    String hostname,
    int port,
    String state,
    Amounts total,
    Amounts free,
    List<String> attributes) {

  private static final List<Column<AgentRow>> COLUMNS =
      List.of(
          Column.text("id", AgentRow::id),
          Column.text("hostname", AgentRow::hostname),
          Column.count("port", row -> (long) row.port()),
          Column.text("state", AgentRow::state),
          Column.amount("cpus", row -> row.total().cpus()),
          Column.amount("cpus_free", row -> row.free().cpus()),
          Column.amount("mem_mb", row -> row.total().memMb()),
          Column.amount("mem_mb_free", row -> row.free().memMb()),
          Column.amount("disk_mb", row -> row.total().diskMb()),
          Column.amount("disk_mb_free", row -> row.free().diskMb()),
          Column.words("attributes", AgentRow::attributes));

  /** Asks a master for its agents. */
  public static Listing<AgentRow> list(MasterClient master) {
    JsonNode answer = master.call("GET_AGENTS");
    List<AgentRow> rows = new ArrayList<>();
    for (JsonNode agent : answer.path("agents")) {
      rows.add(of(agent));
    }
    for (JsonNode info : answer.path("recovered_agents")) {
      rows.add(recovering(info));
    }
    return new Listing<>(COLUMNS, rows, "agents");
  }

  private static AgentRow of(JsonNode agent) {
    Amounts total = Amounts.of(agent.path("total_resources"));
    Amounts taken = Amounts.of(agent.path("allocated_resources"));
    Amounts offered = Amounts.of(agent.path("offered_resources"));
    return row(agent.path("agent_info"), state(agent), total, total.minus(taken).minus(offered));
  }

  private static String state(JsonNode agent) {
    if (agent.path("active").asBoolean()) {
      return "active";
    }
    String drain = agent.path("drain_info").path("state").asText().toLowerCase(Locale.ROOT);
    if (!drain.isEmpty()) {
      return drain;
    }
    return agent.path("deactivated").asBoolean() ? "deactivated" : "inactive";
  }

  private static AgentRow recovering(JsonNode info) {
    Amounts total = Amounts.of(info.path("resources"));
    return row(info, "recovering", total, new Amounts(0, 0, 0));
  }

  private static AgentRow row(JsonNode info, String state, Amounts total, Amounts free) {
    List<String> attributes = new ArrayList<>();
    for (JsonNode attribute : info.path("attributes")) {
      attributes.add(attribute.path("name").asText() + ":" + AttributeText.value(attribute));
    }
    return new AgentRow(
        info.path("id").path("value").asText(),
        info.path("hostname").asText(),
        info.path("port").asInt(),
        state,
        total,
        free,
        attributes);
  }
}
