package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.oversubscription.ContainerUse;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.ExecutorPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Containers that mostly do their work, and otherwise fail in every way containers do. */
final class Containers implements ContainerPlan.Planner {
  private final Draws draws;
  private final Map<ContainerId, Double> cpuSeconds = new HashMap<>();
  private boolean calm;

  Containers(Draws draws) {
    this.draws = draws;
  }

  /** From now on all that is launched finishes, is well, and nobody has to give way. */
  void calmDown() {
    calm = true;
  }

  @Override
  public ContainerPlan plan(AgentNode agent, ContainerSpec spec) {
    if (spec.task().isEmpty()) {
      return planOfExecutor();
    }
    return planOfTask();
  }

  @Override
  public ContainerPlan planHosted(AgentNode agent, ContainerSpec executor, TaskInfo task) {
    return planOfTask();
  }

  /** Most run until they have nothing more to do. */
  private ContainerPlan planOfExecutor() {
    if (calm || draws.chance(0.7)) {
      return new ContainerPlan.Runs(
          Duration.ofMillis(50), Optional.empty(), Optional.of(Duration.ofMillis(50)));
    }
    return planOfTask();
  }

  @Override
  public ExecutorPlan planExecutor(AgentNode agent, ContainerSpec executor) {
    if (calm) {
      return ExecutorPlan.good();
    }
    return new ExecutorPlan(
        draws.chance(0.1)
            ? draws.between(Duration.ZERO, Duration.ofMinutes(2))
            : draws.between(Duration.ZERO, Duration.ofSeconds(3)),
        draws.chance(0.2)
            ? draws.between(Duration.ZERO, Duration.ofSeconds(10))
            : draws.between(Duration.ZERO, Duration.ofSeconds(1)),
        draws.chance(0.3)
            ? Optional.of(draws.between(Duration.ZERO, Duration.ofMinutes(5)))
            : Optional.empty(),
        draws.chance(0.8)
            ? Optional.of(draws.between(Duration.ZERO, Duration.ofSeconds(8)))
            : Optional.empty(),
        draws.between(Duration.ofSeconds(1), Duration.ofMinutes(1)));
  }

  @Override
  public List<ProbeResult> look(AgentNode agent, Probe probe) {
    if (!calm && draws.chance(0.2)) {
      return probe.targets().stream()
          .<ProbeResult>map(
              t ->
                  draws.chance(0.2)
                      ? new ProbeResult.Unavailable("The engine is away")
                      : new ProbeResult.TcpTried(false))
          .toList();
    }
    return ContainerPlan.Planner.super.look(agent, probe);
  }

  @Override
  public AgentInput.UsageMeasured use(AgentNode agent, Instant now, List<ContainerSpec> running) {
    if (calm) {
      return ContainerPlan.Planner.super.use(agent, now, running);
    }
    List<ContainerUse> uses = new ArrayList<>();
    for (ContainerSpec spec : running) {
      if (draws.chance(0.9)) {
        double soFar = cpuSeconds.merge(spec.id(), draws.fraction() * 20, Double::sum);
        uses.add(new ContainerUse(spec.id(), soFar, (long) draws.below(2000) << 20));
      }
    }
    double load = draws.chance(0.2) ? 100 : 0;
    long available = draws.chance(0.1) ? 0 : 4L << 30;
    return new AgentInput.UsageMeasured(new HostUse(load, 4, 4L << 30, available), uses);
  }

  private ContainerPlan planOfTask() {
    if (calm) {
      return runs(Duration.ofMillis(50), Duration.ofSeconds(5), new ContainerExit.Exited(0));
    }
    Duration launchTime = draws.between(Duration.ofMillis(1), Duration.ofSeconds(10));
    if (draws.chance(0.1)) {
      LaunchFailure.Kind kind = draws.oneOf(List.of(LaunchFailure.Kind.values()));
      return new ContainerPlan.Fails(launchTime, new LaunchFailure(kind, "It was planned to fail"));
    }
    Duration span =
        draws.chance(0.5)
            ? draws.between(Duration.ZERO, Duration.ofSeconds(10))
            : draws.between(Duration.ZERO, Duration.ofMinutes(10));
    return runs(launchTime, span, exit());
  }

  private ContainerExit exit() {
    return switch (draws.below(10)) {
      case 0 -> new ContainerExit.Exited(draws.between(1, 255));
      case 1 -> new ContainerExit.Signaled(draws.oneOf(List.of(6, 9, 11, 15)));
      case 2 -> new ContainerExit.LimitExceeded(ContainerExit.Limit.MEMORY, "It used too much");
      default -> new ContainerExit.Exited(0);
    };
  }

  private ContainerPlan runs(Duration launchTime, Duration span, ContainerExit exit) {
    Optional<Duration> termTime =
        draws.chance(0.8)
            ? Optional.of(draws.between(Duration.ZERO, Duration.ofSeconds(5)))
            : Optional.empty();
    ContainerPlan.End end = new ContainerPlan.End(span, exit);
    return new ContainerPlan.Runs(launchTime, Optional.of(end), termTime);
  }
}
