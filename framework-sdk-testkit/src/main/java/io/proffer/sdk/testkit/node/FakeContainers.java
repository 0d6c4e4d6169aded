package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.ProbeTarget;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.kernel.AgentInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The containers of one machine, which do what they were planned to do. They belong to the machine:
 * when the agent's process dies they go on, and the next one finds them.
 */
final class FakeContainers {
  private final World world;
  private final AgentNode node;
  private final NodeClock clock;
  private final ContainerPlan.Planner planner;
  private final Map<ContainerId, FakeContainer> containers = new LinkedHashMap<>();
  private Consumer<AgentInput> agent = input -> {};
  private long pids = 100;

  FakeContainers(World world, AgentNode node, NodeClock clock, ContainerPlan.Planner planner) {
    this.world = world;
    this.node = node;
    this.clock = clock;
    this.planner = planner;
  }

  /** What happens is told to this agent process from now on. */
  void tell(Consumer<AgentInput> newAgent) {
    agent = newAgent;
  }

  void launch(ContainerSpec spec) {
    if (containers.containsKey(spec.id())) {
      throw new IllegalStateException("launched twice: " + spec.id());
    }
    ContainerPlan plan = planner.plan(node, spec);
    containers.put(spec.id(), new FakeContainer(spec, plan, clock, pids++, new Teller()));
  }

  void cancelLaunch(ContainerId id) {
    find(id).filter(FakeContainer::launching).ifPresent(this::cancelLaunch);
  }

  private void cancelLaunch(FakeContainer container) {
    container.abandonLaunch();
    LaunchFailure given =
        new LaunchFailure(LaunchFailure.Kind.CANCELLED, "The launch was given up");
    // Later, as the answer to an effect never comes while it is being performed.
    world.timeline().at(world.timeline().now(), () -> new Teller().failed(container, given));
  }

  void signal(ContainerId id, Signal signal) {
    find(id)
        .filter(FakeContainer::runs)
        .ifPresent(c -> world.timeline().at(world.timeline().now(), () -> c.signalled(signal)));
  }

  /** Looks at a container; one that runs is well. */
  void probe(Probe probe) {
    ContainerId id = probe.container().id();
    List<ProbeResult> results = probe.targets().stream().map(FakeContainers::well).toList();
    world
        .timeline()
        .at(
            world.timeline().now(),
            () -> agent.accept(new AgentInput.ProbeDone(id, probe.kind(), results)));
  }

  /** Measures what is used, by those that run. */
  void measure() {
    AgentInput.UsageMeasured measured = planner.use(node, clock.now(), running());
    world.timeline().at(world.timeline().now(), () -> agent.accept(measured));
  }

  private static ProbeResult well(ProbeTarget target) {
    return switch (target) {
      case ProbeTarget.Http t -> new ProbeResult.HttpAnswered(200);
      case ProbeTarget.Tcp t -> new ProbeResult.TcpTried(true);
      case ProbeTarget.Command t -> new ProbeResult.CommandExited(0);
    };
  }

  /** The agent will not ask about it again. */
  void remove(ContainerId id) {
    find(id).filter(FakeContainer::ended).ifPresent(c -> containers.remove(id));
  }

  /** Ends a container now, as its own doing; false when it does not run. */
  boolean end(ContainerId id, ContainerExit exit) {
    Optional<FakeContainer> container = find(id).filter(FakeContainer::runs);
    container.ifPresent(c -> c.end(exit));
    return container.isPresent();
  }

  /** Those that run. */
  List<ContainerSpec> running() {
    return containers.values().stream()
        .filter(FakeContainer::runs)
        .map(FakeContainer::spec)
        .toList();
  }

  /** The agent's process died: launches under way are lost with it. */
  void agentDied() {
    agent = input -> {};
    for (FakeContainer container : List.copyOf(containers.values())) {
      if (container.launching()) {
        container.abandonLaunch();
        containers.remove(container.spec().id());
      }
    }
  }

  /** The machine went down, and everything that ran on it. */
  void machineDied() {
    agentDied();
    containers.values().forEach(c -> c.end(new ContainerExit.Unknown("The machine went down")));
  }

  /** What became of the containers a checkpoint names; those it does not name are ended. */
  List<RecoveredContainer> recover(Collection<ContainerId> ids) {
    for (FakeContainer container : List.copyOf(containers.values())) {
      if (!ids.contains(container.spec().id())) {
        container.end(new ContainerExit.Signaled(Signal.KILL.number()));
        containers.remove(container.spec().id());
      }
    }
    List<RecoveredContainer> recovered = new ArrayList<>();
    for (ContainerId id : ids) {
      recovered.add(
          find(id)
              .map(FakeContainer::recovered)
              .orElseGet(() -> new RecoveredContainer.NeverStarted(id)));
    }
    return recovered;
  }

  private Optional<FakeContainer> find(ContainerId id) {
    return Optional.ofNullable(containers.get(id));
  }

  /** Tells the agent, and the witness. */
  private final class Teller implements FakeContainer.Listener {
    @Override
    public void started(FakeContainer container, RunningContainer running) {
      world.note(node.name(), "container started: task " + taskOf(container));
      world.witness().containerStarted(node, container.spec());
      agent.accept(new AgentInput.ContainerStarted(running));
    }

    @Override
    public void failed(FakeContainer container, LaunchFailure failure) {
      if (containers.remove(container.spec().id()) != null) {
        world.note(node.name(), "container failed to launch: task " + taskOf(container));
        agent.accept(new AgentInput.ContainerLaunchFailed(container.spec().id(), failure));
      }
    }

    @Override
    public void exited(FakeContainer container, ContainerExit exit) {
      world.note(node.name(), "container ended: task " + taskOf(container) + " " + exit);
      world.witness().containerEnded(node, container.spec(), exit);
      agent.accept(new AgentInput.ContainerExited(container.spec().id(), exit));
    }

    private String taskOf(FakeContainer container) {
      return container.spec().task().map(t -> t.getTaskId().getValue()).orElse("");
    }
  }
}
