package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes agents out of service, and back into it. Not safe for use by several threads. */
public final class AgentService {

  private final MasterClient master;

  public AgentService(MasterClient master) {
    this.master = master;
  }

  /**
   * How far the drain of an agent has come.
   *
   * @param state {@code DRAINING} or {@code DRAINED}; empty when the agent is not drained
   * @param tasks of which the end is not known, or not acknowledged
   */
  public record Progress(String state, long tasks) {}

  /**
   * The id of an agent.
   *
   * @param name its id, its hostname, or how its id begins; what is none of them is taken for the
   *     id of an agent that is not reachable now
   * @throws CommandFailure when several agents have that hostname, or ids that begin so
   */
  public String find(String name) {
    List<String> named = new ArrayList<>();
    List<String> beginning = new ArrayList<>();
    for (JsonNode agent : agents()) {
      String id = id(agent);
      if (id.equals(name)) {
        return id;
      }
      if (agent.path("agent_info").path("hostname").asText().equals(name)) {
        named.add(id);
      }
      if (!name.isEmpty() && id.startsWith(name)) {
        beginning.add(id);
      }
    }
    boolean hosts = !named.isEmpty();
    List<String> found = hosts ? named : beginning;
    if (found.size() > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          (hosts ? "there are several agents on " : "the ids of several agents begin with ") + name,
          "Say which by its id: " + String.join(", ", found) + ".");
    }
    return found.isEmpty() ? name : found.getFirst();
  }

  /**
   * Has an agent end all it runs.
   *
   * @param maxGrace the most time a task may take; empty for as long as each one asks for
   * @param markGone whether the agent is not to come back after that
   */
  public void drain(String agent, Optional<Duration> maxGrace, boolean markGone) {
    ObjectNode arguments = naming(agent).put("mark_gone", markGone);
    maxGrace.ifPresent(
        most ->
            arguments
                .putObject("max_grace_period")
                .put("seconds", most.toSeconds())
                .put("nanos", most.toNanosPart()));
    master.call("DRAIN_AGENT", arguments);
  }

  /** Has an agent be offered to nobody; what it runs runs on. */
  public void deactivate(String agent) {
    master.call("DEACTIVATE_AGENT", naming(agent));
  }

  /** Has an agent be offered again. */
  public void reactivate(String agent) {
    master.call("REACTIVATE_AGENT", naming(agent));
  }

  /** Empty when the agent is not among those the master knows to be there. */
  public Optional<Progress> progress(String agent) {
    for (JsonNode known : agents()) {
      if (id(known).equals(agent)) {
        return Optional.of(
            new Progress(known.path("drain_info").path("state").asText(), tasksOn(agent)));
      }
    }
    return Optional.empty();
  }

  private long tasksOn(String agent) {
    long count = 0;
    for (JsonNode task : master.call("GET_TASKS").path("tasks")) {
      count += task.path("agent_id").path("value").asText().equals(agent) ? 1 : 0;
    }
    return count;
  }

  private JsonNode agents() {
    return master.call("GET_AGENTS").path("agents");
  }

  private static String id(JsonNode agent) {
    return agent.path("agent_info").path("id").path("value").asText();
  }

  private static ObjectNode naming(String agent) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.putObject("agent_id").put("value", agent);
    return arguments;
  }
}
