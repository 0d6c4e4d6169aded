package io.proffer.sdk.testkit.node;

import com.google.protobuf.ByteString;
import io.proffer.agent.checkpoint.Checkpoints;
import io.proffer.agent.checkpoint.MemoryDisk;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.testkit.engine.Draws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * A machine with an agent on it. Its checkpoint and its containers outlive the agent's process;
 * only the checkpoint outlives the machine's reboot.
 */
public final class AgentNode {
  private static final Path META = Path.of("meta");

  private final World world;
  private final String name;
  private final NodeClock clock;
  private final AgentSettings settings;
  private AgentInfo info;
  private final Leadership leadership;
  private final FakeContainers containers;
  private final Draws draws;
  private MemoryDisk disk = new MemoryDisk();
  private Duration forceTime = Duration.ZERO;
  private boolean makesVolumes = true;
  private int boots = 1;

  /** What the disk says, so that it need not be read each time somebody asks. */
  private final List<AgentEvent.Durable> checkpoint = new ArrayList<>();

  /** Updates that are recorded, but that could not be written yet. */
  private final Set<ByteString> unwritten = new LinkedHashSet<>();

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

  /** Gives the machine other resources, or attributes; the agent tells when it starts next. */
  public void become(AgentInfo changed) {
    info = changed;
  }

  /** What the agent says it is, without its id. */
  public AgentInfo info() {
    return info;
  }

  /** Where the agent's checkpoint is: to fill it, or break it. */
  public MemoryDisk disk() {
    return disk;
  }

  /** How long it takes from now on to force the checkpoint to the disk. */
  public void forcingTakes(Duration time) {
    forceTime = time;
  }

  /** Whether the machine can make and remove volumes from now on. */
  public void makesVolumes(boolean can) {
    makesVolumes = can;
  }

  /** Why it cannot. */
  Optional<String> volumeProblem() {
    return makesVolumes ? Optional.empty() : Optional.of("Input/output error");
  }

  Duration forceTime() {
    return forceTime;
  }

  /** Whether all that the agent knows is written down; true while it is down. */
  public boolean checkpointIsWritten() {
    return process.map(AgentProcess::checkpointIsWritten).orElse(true);
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
    WriteAhead.Opened opened;
    try {
      opened = Checkpoints.open(disk, META, name, "the masters");
    } catch (IOException e) {
      world.note(name, "cannot start: " + e.getMessage());
      return;
    }
    checkpoint.clear();
    checkpoint.addAll(opened.facts());
    AgentProcess life =
        new AgentProcess(
            this,
            world,
            clock,
            new AgentKernel(settings, info, AgentState.of(opened.facts()), draws::bits),
            opened.writeAhead(),
            containers,
            leadership,
            draws);
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
      if (id().isEmpty()) {
        // It had written down that it is no more, and died before it ended itself.
        world.witness().agentForgot(this);
      }
    }
  }

  /**
   * Takes the machine down with all that runs on it; nobody sees its connections break. Of the
   * agent's checkpoint, what was not forced to the disk is lost.
   */
  public void lose() {
    lose(most -> 0);
  }

  /**
   * As {@link #lose()}.
   *
   * @param luck says how much, of this much that was not forced, is there all the same
   */
  public void lose(LongUnaryOperator luck) {
    world.note(name, "loses power");
    end(true);
    containers.machineDied();
    boots++;
    disk.isRepaired();
    disk.losesPower(luck);
    Set<ByteString> lost = new LinkedHashSet<>(updates(checkpoint));
    checkpoint.clear();
    checkpoint.addAll(written());
    updates(checkpoint).forEach(lost::remove);
    world.witness().updatesLost(this, lost);
  }

  private static List<ByteString> updates(List<? extends AgentEvent> facts) {
    return facts.stream()
        .filter(AgentEvent.StatusRecorded.class::isInstance)
        .map(f -> ((AgentEvent.StatusRecorded) f).status().getUuid())
        .toList();
  }

  private List<AgentEvent.Durable> written() {
    try {
      return Checkpoints.read(disk, META);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a disk in memory reads what was written
    }
  }

  /** Starts anew as another agent: its checkpoint is gone. The agent must be down. */
  public void forget() {
    containers.machineDied();
    checkpoint.clear();
    disk = new MemoryDisk();
    boots++;
    world.witness().agentForgot(this);
  }

  /** Rewrites the checkpoint in as few facts as it takes, as the daemon does when it has grown. */
  public void compactCheckpoint() {
    process.ifPresent(AgentProcess::compactCheckpoint);
    List<AgentEvent.Durable> compact = Checkpoint.of(AgentState.of(checkpoint));
    checkpoint.clear();
    checkpoint.addAll(compact);
  }

  /** Whether a task runs on the machine, in a container of its own or of a custom executor. */
  public boolean runs(TaskKey task) {
    return containerOf(task).isPresent() || containers.hosts(task);
  }

  /**
   * Ends a running task now, as its own doing, with its container if it has one of its own; false
   * when it does not run here.
   */
  public boolean endContainer(TaskKey task, ContainerExit exit) {
    return containerOf(task)
        .map(spec -> containers.end(spec.id(), exit))
        .orElseGet(() -> containers.endHosted(task, exit));
  }

  private Optional<ContainerSpec> containerOf(TaskKey task) {
    return containers.running().stream()
        .filter(spec -> spec.frameworkId().equals(task.framework()))
        .filter(
            spec ->
                spec.task().filter(t -> TaskId.of(t.getTaskId()).equals(task.task())).isPresent())
        .findFirst();
  }

  String bootId() {
    return name + "-boot-" + boots;
  }

  /** The agent has tried to write the facts of a decision. */
  void wrote(AgentDecision decision, boolean written) {
    if (!written) {
      unwritten.addAll(updates(decision.events()));
      return;
    }
    for (AgentEvent event : decision.events()) {
      if (event instanceof AgentEvent.Durable fact) {
        checkpoint.add(fact);
      }
    }
  }

  /** The agent has written all it knows anew. */
  void wroteAll(AgentState state) {
    unwritten.clear();
    checkpoint.clear();
    checkpoint.addAll(Checkpoint.of(state));
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
    world.witness().updatesLost(this, Set.copyOf(unwritten));
    unwritten.clear();
    leadership.forget(name);
    world.network().down(name, silently);
  }
}
