package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.ExecutorAnswer;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.testkit.engine.Timeline.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

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
  private final Map<ContainerId, FakeExecutor> executors = new LinkedHashMap<>();
  private long pids = 100;
  private long requests;

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

  /** Looks at a container. */
  void probe(Probe probe) {
    ContainerId id = probe.container().id();
    List<ProbeResult> results = planner.look(node, probe);
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

  void resize(ContainerId id, ContainerResources resources) {
    find(id).ifPresent(c -> c.resize(resources));
  }

  /** The agent answers a call of an executor. */
  void answered(long request, ExecutorAnswer answer) {
    soon(
        () ->
            List.copyOf(executors.values()).stream()
                .filter(e -> e.asked(request))
                .forEach(e -> e.answered(answer)));
  }

  /** The agent sends an event to an executor. */
  void told(long stream, Event event) {
    soon(
        () ->
            List.copyOf(executors.values()).stream()
                .filter(e -> e.listensTo(stream))
                .forEach(
                    e -> {
                      note(e.spec(), "is told " + event.getType());
                      e.told(event);
                    }));
  }

  /** The agent ends the stream of an executor. */
  void closed(long stream) {
    soon(
        () ->
            List.copyOf(executors.values()).stream()
                .filter(e -> e.listensTo(stream))
                .forEach(FakeExecutor::streamGone));
  }

  private void note(ContainerSpec spec, String what) {
    world.note(node.name(), "executor " + spec.executor() + " " + what);
  }

  /** Later, as what comes of an effect never comes while it is being performed. */
  private Scheduled soon(Runnable turn) {
    return world.timeline().at(world.timeline().now(), turn);
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
    executors.values().forEach(FakeExecutor::streamGone);
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

  private void beginExecutor(FakeContainer container) {
    ContainerSpec spec = container.spec();
    FakeExecutor executor =
        new FakeExecutor(spec, planner.planExecutor(node, spec), new Inside(container));
    executors.put(spec.id(), executor);
    executor.begin();
  }

  /** What an executor in a container can do. */
  private final class Inside implements FakeExecutor.Surroundings {
    private final FakeContainer container;

    Inside(FakeContainer container) {
      this.container = container;
    }

    @Override
    public long call(Call call) {
      long request = ++requests;
      note(container.spec(), "calls " + call.getType());
      soon(() -> agent.accept(new AgentInput.ExecutorCalled(request, call, Optional.empty())));
      return request;
    }

    @Override
    public void streamBroke(long stream) {
      ContainerSpec spec = container.spec();
      ExecutorKey key = new ExecutorKey(spec.frameworkId(), spec.executor());
      soon(() -> agent.accept(new AgentInput.ExecutorStreamLost(key, stream)));
    }

    @Override
    public ContainerPlan plan(TaskInfo task) {
      return planner.planHosted(node, container.spec(), task);
    }

    @Override
    public void taskStarted(TaskInfo task) {
      world.witness().hostedTaskStarted(node, container.spec(), task);
    }

    @Override
    public void taskEnded(TaskInfo task) {
      world.witness().hostedTaskEnded(node, container.spec(), task);
    }

    @Override
    public void exit(ContainerExit how) {
      container.end(how);
    }

    @Override
    public Scheduled after(Duration delay, Runnable turn) {
      return clock.timeline().after(delay, turn);
    }
  }

  /** Whether an executor runs this task now. */
  boolean hosts(TaskKey task) {
    return executors.values().stream().anyMatch(e -> e.runs(task));
  }

  /** Ends a task in its executor, as its own doing; false when none runs it. */
  boolean endHosted(TaskKey task, ContainerExit exit) {
    Optional<FakeExecutor> executor =
        executors.values().stream().filter(e -> e.runs(task)).findFirst();
    executor.ifPresent(e -> e.ends(task.task(), exit));
    return executor.isPresent();
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
      if (container.spec().task().isEmpty() && container.runs()) {
        beginExecutor(container);
      }
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
      Optional.ofNullable(executors.remove(container.spec().id())).ifPresent(FakeExecutor::end);
      world.witness().containerEnded(node, container.spec(), exit);
      agent.accept(new AgentInput.ContainerExited(container.spec().id(), exit));
    }

    private String taskOf(FakeContainer container) {
      return container.spec().task().map(t -> t.getTaskId().getValue()).orElse("");
    }
  }
}
