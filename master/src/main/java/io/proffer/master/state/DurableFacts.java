package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;

/**
 * What a master knows that outlives it. Tasks and operations are not among it: agents keep them. In
 * each collection what came first is first.
 *
 * @param agents the agents that were admitted and are neither unreachable nor gone
 * @param unreachableAgents since when they are
 * @param goneAgents since when they are
 * @param deactivations the agents that are offered to nobody, and why
 * @param schedule of the maintenance of machines
 * @param machinesDown the machines in the schedule whose maintenance has begun
 * @param frameworks as {@link Framework#remembered}
 * @param completedFrameworks as {@link Framework#remembered}
 * @param weights of the roles that were given one
 * @param quotas of the roles that have one
 */
public record DurableFacts(
    Map<AgentId, AgentInfo> agents,
    Map<AgentId, Instant> unreachableAgents,
    Map<AgentId, Instant> goneAgents,
    Map<AgentId, Deactivation> deactivations,
    Schedule schedule,
    Set<MachineKey> machinesDown,
    List<Framework> frameworks,
    List<Framework> completedFrameworks,
    Map<String, Double> weights,
    Map<String, Quota> quotas) {

  public DurableFacts {
    agents = ordered(agents);
    unreachableAgents = ordered(unreachableAgents);
    goneAgents = ordered(goneAgents);
    deactivations = ordered(deactivations);
    machinesDown = Set.copyOf(machinesDown);
    frameworks = List.copyOf(frameworks);
    completedFrameworks = List.copyOf(completedFrameworks);
    weights = Map.copyOf(weights);
    quotas = Map.copyOf(quotas);
  }

  private static <V> Map<AgentId, V> ordered(Map<AgentId, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** What the first master of a cluster knows. */
  public static DurableFacts none() {
    return new DurableFacts(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Schedule.getDefaultInstance(),
        Set.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** What would be known of this if its master were no more. */
  public static DurableFacts of(MasterState state) {
    Map<AgentId, AgentInfo> agents = new LinkedHashMap<>(state.recoveredAgents());
    state.agents().forEach(agent -> agents.put(agent.id(), agent.info()));
    return new DurableFacts(
        agents,
        state.unreachableAgents(),
        state.goneAgents(),
        state.deactivatedAgents(),
        state.maintenance().schedule(),
        state.maintenance().machines().stream()
            .filter(Machine::down)
            .map(Machine::key)
            .collect(Collectors.toSet()),
        state.frameworks().stream().map(Framework::remembered).toList(),
        state.completedFrameworks().stream().map(Framework::remembered).toList(),
        state.roles().weights(),
        state.roles().quotas());
  }

  /** How much there is of what, for people. */
  public String words() {
    List<String> words = new ArrayList<>();
    count(words, agents.size(), "agent");
    count(words, unreachableAgents.size(), "unreachable agent");
    count(words, goneAgents.size(), "gone agent");
    count(words, deactivations.size(), "drained or deactivated agent");
    int machines = schedule.getWindowsList().stream().mapToInt(Window::getMachineIdsCount).sum();
    count(words, machines, "scheduled machine");
    count(words, frameworks.size(), "framework");
    count(words, completedFrameworks.size(), "ended framework");
    count(words, weights.size(), "weight");
    count(words, quotas.size(), "quota");
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  private static void count(List<String> words, int count, String what) {
    if (count > 0) {
      words.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }

  public boolean isEmpty() {
    return equals(none());
  }
}
