package io.proffer.service.matching;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.HealthCheck;
import java.util.List;
import java.util.Optional;

/**
 * Which of an app's health checks is done where. An agent does one for a task, inside the task's
 * network: the one that is meant for agents, or else the first. The others are done from here, at
 * the ports of the machine, as Marathon does them.
 */
public final class AgentHealth {

  private AgentHealth() {}

  /** The check that the agent does. */
  public static Optional<HealthCheck> check(AppSpec spec) {
    List<HealthCheck> all = spec.healthChecks();
    return all.stream()
        .filter(check -> check.protocol().isForAgents())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** The places of the checks that are done from here, among all. */
  public static List<Integer> others(AppSpec spec) {
    List<HealthCheck> all = spec.healthChecks();
    int agents = check(spec).map(all::indexOf).orElse(-1);
    return java.util.stream.IntStream.range(0, all.size())
        .filter(place -> place != agents)
        .boxed()
        .toList();
  }
}
