package io.proffer.service.matching;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.HealthCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which of an app's health checks is done where, as in Marathon: what is meant for agents by the
 * agent, inside the task's network, of which an app has one at most; the others from here, at the
 * ports of the machine, so that they also fail when the machine cannot be reached.
 */
public final class AgentHealth {

  private AgentHealth() {}

  /** The check that the agent does. */
  public static Optional<HealthCheck> check(AppSpec spec) {
    return spec.healthChecks().stream().filter(check -> check.protocol().isForAgents()).findFirst();
  }

  /** The places of the checks that are done from here, among all. */
  public static List<Integer> others(AppSpec spec) {
    List<HealthCheck> all = spec.healthChecks();
    return IntStream.range(0, all.size())
        .filter(place -> !all.get(place).protocol().isForAgents())
        .boxed()
        .toList();
  }
}
