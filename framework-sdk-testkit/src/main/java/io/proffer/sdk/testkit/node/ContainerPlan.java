package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.oversubscription.HostUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

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

  /** What is found of a target that is well. */
  static ProbeResult well(ProbeTarget target) {
    return switch (target) {
      case ProbeTarget.Http t -> new ProbeResult.HttpAnswered(200);
      case ProbeTarget.Tcp t -> new ProbeResult.TcpTried(true);
      case ProbeTarget.Command t -> new ProbeResult.CommandExited(0);
    };
  }

  /** Plans a container; asked once for each launch. */
  @FunctionalInterface
  interface Planner {
    ContainerPlan plan(AgentNode agent, ContainerSpec spec);

    /** Plans a task that a custom executor was given; asked once for each. */
    default ContainerPlan planHosted(AgentNode agent, ContainerSpec executor, TaskInfo task) {
      throw new UnsupportedOperationException("no tasks of custom executors are planned for");
    }

    /** Plans how a custom executor behaves; asked when its process has started. */
    default ExecutorPlan planExecutor(AgentNode agent, ContainerSpec executor) {
      return ExecutorPlan.good();
    }

    /** What is found when a task that runs is looked at; it is well if nothing else is planned. */
    default List<ProbeResult> look(AgentNode agent, Probe probe) {
      return probe.targets().stream().map(ContainerPlan::well).toList();
    }

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
