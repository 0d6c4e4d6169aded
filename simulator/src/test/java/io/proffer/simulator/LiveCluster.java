package io.proffer.simulator;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.state.AgentEvent;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.TransientRegistry;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverSettings;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.ContainerPlan;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterMind;
import io.proffer.sdk.testkit.node.NodeClock;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A small cluster in which all is well, for checks to be told lies about it. */
final class LiveCluster {
  private static final Duration TASK_TIME = Duration.ofDays(1);

  private final Draws draws = Draws.of(1);
  final VirtualCluster nodes;
  final AgentNode agent;
  final FrameworkNode framework;

  private LiveCluster(MasterMind.Maker mind, Witness witness, int works) {
    Backlog backlog = new Backlog("framework", works, draws);
    Reservations reservations = new Reservations("framework", new Volumes(), draws);
    nodes = new VirtualCluster(draws, Trace.silent(), witness);
    NodeClock clock = NodeClock.exact(nodes.timeline());
    nodes.addMaster("master", clock, mind, MasterSettings.defaults(), new TransientRegistry());
    AgentInfo machine =
        AgentInfo.newBuilder()
            .setHostname("agent")
            .addAllResources(Resources.parse("cpus:2;mem:2048").toProtos())
            .build();
    ContainerPlan.End end = new ContainerPlan.End(TASK_TIME, new ContainerExit.Exited(0));
    ContainerPlan plan =
        new ContainerPlan.Runs(Duration.ZERO, Optional.of(end), Optional.of(Duration.ZERO));
    AgentSettings settings = AgentSettings.defaults("127.0.0.1:5051", "test");
    agent = nodes.addAgent("agent", clock, settings, machine, planner(plan));
    framework =
        nodes.addFramework(
            "framework",
            clock,
            DriverSettings::defaults,
            Proffer.framework("framework").info(),
            () -> {
              BacklogScheduler scheduler = new BacklogScheduler(backlog, reservations, draws);
              scheduler.calmDown();
              return scheduler;
            });
    nodes.masters().forEach(m -> m.start());
    agent.start();
    framework.start();
  }

  private static ContainerPlan.Planner planner(ContainerPlan plan) {
    return new ContainerPlan.Planner() {
      @Override
      public ContainerPlan plan(AgentNode node, ContainerSpec spec) {
        return plan;
      }

      @Override
      public ContainerPlan planHosted(AgentNode node, ContainerSpec executor, TaskInfo task) {
        return plan;
      }
    };
  }

  /** All have found each other, and tasks run. */
  static LiveCluster busy() {
    return start(MasterMind::kernel, new Witness() {}, 24);
  }

  /** All have found each other, and there is nothing to do. */
  static LiveCluster idle() {
    return start(MasterMind::kernel, new Witness() {}, 0);
  }

  /** As {@link #busy}, with a master that is broken. */
  static LiveCluster busy(MasterMind.Maker brokenMaster, Witness witness) {
    return start(brokenMaster, witness, 24);
  }

  private static LiveCluster start(MasterMind.Maker mind, Witness witness, int works) {
    LiveCluster cluster = new LiveCluster(mind, witness, works);
    cluster.advance(Duration.ofSeconds(30));
    return cluster;
  }

  void advance(Duration span) {
    nodes.timeline().runUntil(nodes.timeline().now().plus(span));
  }

  /** A task of the framework that nobody has launched. */
  TaskKey task() {
    return new TaskKey(framework.id().orElse(new FrameworkId("none")), new TaskId("lie"));
  }

  /** The agent is said to have recorded this. */
  TaskStatus recorded(Witness checks, TaskState state) {
    TaskStatus status = status(state);
    agentDecided(checks, new AgentEvent.StatusRecorded(task(), status));
    return status;
  }

  void agentDecided(Witness checks, AgentEvent event) {
    AgentInput input = new AgentInput.LinkUp();
    checks.agentDecided(agent, input, new AgentDecision(List.of(event), List.of()));
  }

  /** The scheduler is said to have seen this. */
  void seen(Witness checks, TaskStatus status) {
    checks.schedulerCalled(framework, new Delivery.Updated(status));
  }

  TaskStatus status(TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(task().task().toProto())
        .setState(state)
        .setUuid(ByteString.copyFromUtf8("uuid of " + state))
        .build();
  }
}
