package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.ContainerPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Containers of jobs: they do what they are to do and end, but for some. */
final class BatchContainers implements ContainerPlan.Planner {

  private final Draws draws;
  private final double trouble;
  private boolean calm;

  /**
   * @param trouble chance of a container not to end well
   */
  BatchContainers(Draws draws, double trouble) {
    this.draws = draws;
    this.trouble = trouble;
  }

  /** From now on all that is launched ends well. */
  void calmDown() {
    calm = true;
  }

  @Override
  public ContainerPlan plan(AgentNode agent, ContainerSpec spec) {
    if (calm) {
      return runs(Duration.ofMillis(50), Duration.ofSeconds(5), new ContainerExit.Exited(0));
    }
    Duration launchTime = draws.between(Duration.ofMillis(1), Duration.ofSeconds(10));
    if (draws.chance(trouble / 2)) {
      LaunchFailure.Kind kind = draws.oneOf(List.of(LaunchFailure.Kind.values()));
      return new ContainerPlan.Fails(launchTime, new LaunchFailure(kind, "It was planned to fail"));
    }
    Duration span =
        draws.chance(0.6)
            ? draws.between(Duration.ZERO, Duration.ofSeconds(30))
            : draws.between(Duration.ZERO, Duration.ofMinutes(10));
    return runs(launchTime, span, exit());
  }

  private ContainerExit exit() {
    if (!draws.chance(trouble)) {
      return new ContainerExit.Exited(0);
    }
    return switch (draws.below(3)) {
      case 0 -> new ContainerExit.Exited(draws.between(1, 255));
      case 1 -> new ContainerExit.Signaled(draws.oneOf(List.of(6, 9, 11, 15)));
      default -> new ContainerExit.LimitExceeded(ContainerExit.Limit.MEMORY, "It used too much");
    };
  }

  private ContainerPlan runs(Duration launchTime, Duration span, ContainerExit exit) {
    Optional<Duration> termTime =
        draws.chance(0.8)
            ? Optional.of(draws.between(Duration.ZERO, Duration.ofSeconds(5)))
            : Optional.empty();
    return new ContainerPlan.Runs(
        launchTime, Optional.of(new ContainerPlan.End(span, exit)), termTime);
  }
}
