package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.MasterClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task that runs, and where.
 *
 * @param container the id of its container, as its agent knows it
 * @param agent the agent's API
 * @param authorization what the agent is shown; empty if it asks nobody
 */
public record RunningTask(
    String id, JsonNode container, URI agent, Optional<String> authorization) {

  /**
   * Asks a master where a task runs.
   *
   * @param wanted its id, or how that begins, if no other begins so
   * @param framework only a task of the framework with this id
   * @throws CommandFailure when there is none, or more than one
   */
  public static RunningTask find(MasterClient master, String wanted, Optional<String> framework) {
    List<JsonNode> begin = new ArrayList<>();
    List<JsonNode> exact = new ArrayList<>();
    for (JsonNode task : master.call("GET_TASKS").path("tasks")) {
      boolean asked =
          framework
              .map(f -> f.equals(task.path("framework_id").path("value").asText()))
              .orElse(true);
      if (asked && id(task).startsWith(wanted)) {
        (id(task).equals(wanted) ? exact : begin).add(task);
      }
    }
    List<JsonNode> found = exact.isEmpty() ? begin : exact;
    if (found.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND, "no task '" + wanted + "' runs", "See 'proffer task list'.");
    }
    if (found.size() > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          found.size() + " tasks are called '" + wanted + "' or begin so",
          "Name it in full, and its framework with --framework if two have the same.");
    }
    return of(found.getFirst(), master);
  }

  private static String id(JsonNode task) {
    return task.path("task_id").path("value").asText();
  }

  private static RunningTask of(JsonNode task, MasterClient master) {
    String state = task.path("state").asText();
    for (JsonNode status : task.path("statuses")) {
      JsonNode container = status.path("container_status").path("container_id");
      if (state.equals("TASK_RUNNING") && container.has("value")) {
        URI agent = agent(task.path("agent_id").path("value").asText(), master);
        return new RunningTask(id(task), container, agent, master.passTo(agent));
      }
    }
    throw CommandFailure.of(
        ExitCode.FAILED,
        "task '" + id(task) + "' is in state " + state + ", so nothing can run in it");
  }

  private static URI agent(String id, MasterClient master) {
    for (JsonNode agent : master.call("GET_AGENTS").path("agents")) {
      JsonNode info = agent.path("agent_info");
      if (info.path("id").path("value").asText().equals(id)) {
        String scheme = master.address().uri().getScheme();
        return URI.create(
            scheme
                + "://"
                + info.path("hostname").asText()
                + ":"
                + info.path("port").asInt(5051)
                + "/api/v1");
      }
    }
    throw CommandFailure.of(
        ExitCode.NOT_FOUND, "the master does not know where agent " + id + " is any more");
  }
}
