package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task as {@code proffer task list} shows it.
 *
 * @param state as Mesos names it, such as {@code TASK_RUNNING}
 * @param framework the framework's name, or its id where the master has forgotten it
 * @param agent the agent's host, or its id where the master has forgotten it
 * @param message what the last status update said
 */
public record TaskRow(
    String id,
    String name,
    String state,
    String framework,
    String frameworkId,
    String agent,
    String agentId,
    Amounts resources,
    String message) {

  private static final List<Column<TaskRow>> COLUMNS =
      List.of(
          Column.text("id", TaskRow::id),
          Column.text("name", TaskRow::name),
          Column.text("state", TaskRow::state),
          Column.text("framework", TaskRow::framework),
          Column.text("framework_id", TaskRow::frameworkId).onlyInJson(),
          Column.text("agent", TaskRow::agent),
          Column.text("agent_id", TaskRow::agentId).onlyInJson(),
          Column.amount("cpus", row -> row.resources().cpus()),
          Column.amount("mem_mb", row -> row.resources().memMb()),
          Column.text("message", TaskRow::message));

  /**
   * Asks a master for its tasks.
   *
   * @param all also those that have ended
   * @param framework only those of the framework with this id or name
   * @throws CommandFailure (not found) when there is no such framework
   */
  public static Listing<TaskRow> list(
      MasterClient master, boolean all, Optional<String> framework) {
    JsonNode state = master.call("GET_STATE");
    Map<String, String> frameworks = frameworkNames(state.path("get_frameworks"));
    Map<String, String> agents = agentHosts(state.path("get_agents"));
    framework.ifPresent(wanted -> requireKnown(wanted, frameworks));
    List<TaskRow> rows = new ArrayList<>();
    List<String> lists =
        all
            ? List.of("tasks", "unreachable_tasks", "completed_tasks")
            : List.of("tasks", "unreachable_tasks");
    for (String list : lists) {
      for (JsonNode task : state.path("get_tasks").path(list)) {
        rows.add(of(task, frameworks, agents));
      }
    }
    List<TaskRow> wanted =
        rows.stream().filter(row -> framework.map(row::isOf).orElse(true)).toList();
    return new Listing<>(COLUMNS, wanted, all ? "tasks" : "running tasks; --all shows ended ones");
  }

  private boolean isOf(String idOrName) {
    return frameworkId.equals(idOrName) || framework.equals(idOrName);
  }

  private static void requireKnown(String wanted, Map<String, String> frameworks) {
    if (!frameworks.containsKey(wanted) && !frameworks.containsValue(wanted)) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "no framework has the id or name '" + wanted + "'",
          "See 'proffer framework list --all'.");
    }
  }

  private static Map<String, String> frameworkNames(JsonNode frameworks) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String list : List.of("completed_frameworks", "frameworks")) {
      for (JsonNode framework : frameworks.path(list)) {
        JsonNode info = framework.path("framework_info");
        names.put(info.path("id").path("value").asText(), info.path("name").asText());
      }
    }
    return names;
  }

  private static Map<String, String> agentHosts(JsonNode agents) {
    Map<String, String> hosts = new LinkedHashMap<>();
    for (JsonNode agent : agents.path("agents")) {
      JsonNode info = agent.path("agent_info");
      hosts.put(info.path("id").path("value").asText(), info.path("hostname").asText());
    }
    return hosts;
  }

  private static TaskRow of(
      JsonNode task, Map<String, String> frameworks, Map<String, String> agents) {
    String framework = task.path("framework_id").path("value").asText();
    String agent = task.path("agent_id").path("value").asText();
    JsonNode statuses = task.path("statuses");
    return new TaskRow(
        task.path("task_id").path("value").asText(),
        task.path("name").asText(),
        task.path("state").asText(),
        frameworks.getOrDefault(framework, framework),
        framework,
        agents.getOrDefault(agent, agent),
        agent,
        Amounts.of(task.path("resources")),
        statuses.path(statuses.size() - 1).path("message").asText());
  }
}
