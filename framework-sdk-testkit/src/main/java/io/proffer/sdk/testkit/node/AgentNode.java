package io.proffer.sdk.testkit.node;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.testkit.engine.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * A machine with an agent on it. Its checkpoint and its containers outlive the agent's process;
 * only the checkpoint outlives the machine's reboot.
 */
public final class AgentNode {
  private final World world;
  private final String name;
  private final NodeClock clock;
  private final AgentSettings settings;
  private final AgentInfo info;
  private final Leadership leadership;
  private final FakeContainers containers;
  private final Draws draws;
  private final List<AgentEvent.Durable> checkpoint = new ArrayList<>();
  private Optional<AgentProcess> process = Optional.empty();
  private Optional<String> stopReason = Optional.empty();

  public AgentNode(
      World world,
      String name,
      NodeClock clock,
      AgentSettings settings,
      AgentInfo info,
      ContainerPlan.Planner planner,
      Leadership leadership) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.settings = settings;
    this.info = info;
    this.leadership = leadership;
    this.containers = new FakeContainers(world, this, clock, planner);
    this.draws = world.draws().fork("agent " + name);
  }

  public String name() {
    return name;
  }

  /** All it has to offer. */
  public Resources total() {
    return Resources.of(info.getResourcesList());
  }

  /** Whether the agent's process runs. */
  public boolean up() {
    return process.isPresent();
  }

  /** What the agent knows; empty while it is down. */
  public Optional<AgentState> state() {
    return process.map(AgentProcess::state);
  }

  /** What its checkpoint says it is called; empty before a master has named it. */
  public Optional<AgentId> id() {
    return AgentState.of(checkpoint).id();
  }

  /**
   * The durable part of what the agent knows, in as few facts as it takes; empty while it is down.
   */
  public Optional<List<AgentEvent.Durable>> knownFacts() {
    return state().map(Checkpoint::of);
  }

  /** What its checkpoint says, in as few facts as it takes. */
  public List<AgentEvent.Durable> keptFacts() {
    return Checkpoint.of(AgentState.of(checkpoint));
  }

  /** Why the agent has stopped by its own decision; empty when it has not. */
  public Optional<String> stopReason() {
    return stopReason;
  }

  /** What runs on the machine, whether or not the agent does. */
  public List<ContainerSpec> running() {
    return containers.running();
  }

  /** Starts the agent on its checkpoint, if it does not run. */
  public void start() {
    if (up()) {
      return;
    }
    world.note(name, "starts");
    stopReason = Optional.empty();
    AgentState state = AgentState.of(checkpoint);
    AgentProcess life =
        new AgentProcess(this, world, clock, settings, info, state, containers, leadership, draws);
    process = Optional.of(life);
    world.network().up(name, (door, socket) -> Optional.empty());
    life.begin();
  }

  /**
   * Asks the agent to end for good, with all it runs. It is down once it has, with a {@link
   * #stopReason}.
   */
  public void shutDown(String reason) {
    process.ifPresent(p -> p.shutDown(reason));
  }

  /** Kills the agent's process; what runs on the machine runs on. */
  public void crash() {
    if (up()) {
      world.note(name, "crashes");
      end(false);
      containers.agentDied();
    }
  }

  /** Takes the machine down with all that runs on it; nobody sees its connections break. */
  public void lose() {
    world.note(name, "loses power");
    end(true);
    containers.machineDied();
  }

  /** Starts anew as another agent: its checkpoint is gone. The agent must be down. */
  public void forget() {
    containers.machineDied();
    checkpoint.clear();
    world.witness().agentForgot(this);
  }

  /** Rewrites the checkpoint in as few facts as it takes, as the daemon does when it has grown. */
  public void compactCheckpoint() {
    List<AgentEvent.Durable> compact = Checkpoint.of(AgentState.of(checkpoint));
    checkpoint.clear();
    checkpoint.addAll(compact);
  }

  /** Ends a running task's container now, as its own doing; false when it does not run here. */
  public boolean endContainer(TaskKey task, ContainerExit exit) {
    for (ContainerSpec spec : containers.running()) {
      if (spec.frameworkId().equals(task.framework())
          && spec.task().filter(t -> TaskId.of(t.getTaskId()).equals(task.task())).isPresent()) {
        return containers.end(spec.id(), exit);
      }
    }
    return false;
  }

  void keep(AgentEvent.Durable fact) {
    checkpoint.add(fact);
  }

  /** The agent has decided to end, for good: what starts after it is another agent. */
  void stopped(String reason) {
    world.note(name, "stops: " + reason);
    stopReason = Optional.of(reason);
    end(false);
    containers.machineDied();
    world.witness().agentForgot(this);
  }

  private void end(boolean silently) {
    process.ifPresent(AgentProcess::end);
    process = Optional.empty();
    leadership.forget(name);
    world.network().down(name, silently);
  }
}
