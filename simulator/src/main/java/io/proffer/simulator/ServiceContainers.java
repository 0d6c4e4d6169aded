package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.ContainerPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Containers of services: they run until they are killed, but for some. */
final class ServiceContainers implements ContainerPlan.Planner {

  private final Draws draws;
  private final double trouble;
  private boolean calm;

  /**
   * @param trouble chance of a container not to be good
   */
  ServiceContainers(Draws draws, double trouble) {
    this.draws = draws;
    this.trouble = trouble;
  }

  /** From now on all that is launched runs and is well. */
  void calmDown() {
    calm = true;
  }

  @Override
  public ContainerPlan plan(AgentNode agent, ContainerSpec spec) {
    if (calm) {
      return new ContainerPlan.Runs(
          Duration.ofMillis(50), Optional.empty(), Optional.of(Duration.ofMillis(50)));
    }
    Duration launchTime = draws.between(Duration.ofMillis(1), Duration.ofSeconds(10));
    if (draws.chance(trouble / 2)) {
      LaunchFailure.Kind kind = draws.oneOf(List.of(LaunchFailure.Kind.values()));
      return new ContainerPlan.Fails(launchTime, new LaunchFailure(kind, "It was planned to fail"));
    }
    Optional<ContainerPlan.End> end = Optional.empty();
    if (draws.chance(trouble)) {
      ContainerExit exit = new ContainerExit.Exited(draws.below(3));
      Duration span = draws.between(Duration.ZERO, Duration.ofMinutes(5));
      end = Optional.of(new ContainerPlan.End(span, exit));
    }
    Optional<Duration> termTime =
        draws.chance(0.8)
            ? Optional.of(draws.between(Duration.ZERO, Duration.ofSeconds(5)))
            : Optional.empty();
    return new ContainerPlan.Runs(launchTime, end, termTime);
  }

  @Override
  public List<ProbeResult> look(AgentNode agent, Probe probe) {
    if (!calm && draws.chance(trouble)) {
      return probe.targets().stream()
          .<ProbeResult>map(t -> new ProbeResult.TcpTried(false))
          .toList();
    }
    return ContainerPlan.Planner.super.look(agent, probe);
  }
}
