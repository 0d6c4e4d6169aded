package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.output.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One of many things that a master tells of, found by what people call it. */
public final class Found {

  private Found() {}

  /** An agent, by its id or its host, or how one of these begins. */
  public static Document agent(MasterClient master, String wanted) {
    return one(
        wanted,
        "agent",
        list(master.call("GET_AGENTS"), "agents"),
        agent -> agent.path("agent_info").path("id").path("value").asText(),
        agent -> agent.path("agent_info").path("hostname").asText());
  }

  /** A framework, also one that has ended, by its id or its name, or how one begins. */
  public static Document framework(MasterClient master, String wanted) {
    return one(
        wanted,
        "framework",
        list(master.call("GET_FRAMEWORKS"), "frameworks", "completed_frameworks"),
        framework -> framework.path("framework_info").path("id").path("value").asText(),
        framework -> framework.path("framework_info").path("name").asText());
  }

  /** A task, also one that has ended, by its id or its name, or how one begins. */
  public static Document task(MasterClient master, String wanted) {
    return one(
        wanted,
        "task",
        list(master.call("GET_TASKS"), "tasks", "unreachable_tasks", "completed_tasks"),
        task -> task.path("task_id").path("value").asText(),
        task -> task.path("name").asText());
  }

  private static List<JsonNode> list(JsonNode answer, String... lists) {
    List<JsonNode> all = new ArrayList<>();
    for (String list : lists) {
      answer.path(list).forEach(all::add);
    }
    return all;
  }

  private static Document one(
      String wanted,
      String noun,
      List<JsonNode> all,
      Function<JsonNode, String> id,
      Function<JsonNode, String> name) {
    List<JsonNode> found = all.stream().filter(one -> id.apply(one).equals(wanted)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(one -> name.apply(one).equals(wanted)).toList();
    }
    if (found.isEmpty() && !wanted.isEmpty()) {
      found = all.stream().filter(one -> id.apply(one).startsWith(wanted)).toList();
    }
    if (found.isEmpty() && !wanted.isEmpty()) {
      found = all.stream().filter(one -> name.apply(one).startsWith(wanted)).toList();
    }
    if (found.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "there is no " + noun + " '" + wanted + "'",
          "See 'proffer " + noun + " list'.");
    }
    if (found.size() > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "%d %ss are called '%s' or begin so".formatted(found.size(), noun, wanted),
          "Name one by its id: " + String.join(", ", found.stream().limit(5).map(id).toList()));
    }
    return new Document(id.apply(found.getFirst()), found.getFirst());
  }
}
