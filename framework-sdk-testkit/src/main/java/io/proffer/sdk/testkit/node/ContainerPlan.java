package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.oversubscription.HostUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a fake container is going to do. */
public sealed interface ContainerPlan {

  /** How long its launch takes. */
  Duration launchTime();

  /** It does not start. */
  record Fails(Duration launchTime, LaunchFailure failure) implements ContainerPlan {}

  /**
   * It starts.
   *
   * @param end what it does if it is left alone; empty when it runs until it is killed
   * @param termTime how long it takes to end after SIGTERM; empty when it ignores it
   */
  record Runs(Duration launchTime, Optional<End> end, Optional<Duration> termTime)
      implements ContainerPlan {}

  /** How, and how long after its start, a container ends by itself. */
  record End(Duration after, ContainerExit exit) {}

  /** Plans a container; asked once for each launch. */
  @FunctionalInterface
  interface Planner {
    ContainerPlan plan(AgentNode agent, ContainerSpec spec);

    /**
     * What an agent's machine and the containers that run on it use, when it measures that. If
     * nothing else is planned the machine is idle, and nothing was measured of its containers.
     */
    default AgentInput.UsageMeasured use(
        AgentNode agent, Instant now, List<ContainerSpec> running) {
      return new AgentInput.UsageMeasured(new HostUse(0, 1, 0, 0), List.of());
    }
  }
}
