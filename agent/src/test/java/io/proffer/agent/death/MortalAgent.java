package io.proffer.agent.death;

import io.proffer.agent.checkpoint.Checkpoints;
import io.proffer.agent.checkpoint.MemoryDisk;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.kernel.AgentSettings;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Resource;

/** An agent with its disk, its machine and its master, that dies at given changes of the disk. */
final class MortalAgent {

  /** How it dies. */
  enum Death {
    /** The process ends: what was written is there, whether or not it was forced. */
    KILLED,
    /** The machine loses power: what was not forced is gone, and so is all that ran. */
    POWER_LOST,
    /** The same, but half of what was not forced is there. */
    POWER_LOST_IN_THE_MIDDLE_OF_A_WRITE
  }

  private static final class DeadException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final Path META = Path.of("/agent/meta");

  private final Death death;
  private final Deque<Integer> deaths;
  private final MemoryDisk disk = new MemoryDisk();
  private final Machine machine = new Machine(this::happened);
  private final StrictMaster master = new StrictMaster(this::happened);
  private final SplittableRandom ids = new SplittableRandom(7);
  private final Deque<AgentInput> inputs = new ArrayDeque<>();
  private final List<String> changes = new ArrayList<>();
  private Optional<AgentKernel> kernel = Optional.empty();
  private Optional<WriteAhead> writeAhead = Optional.empty();

  private final Map<String, String> volumes = new LinkedHashMap<>();

  /**
   * @param deaths at which changes of the disk it dies, counted from the first, ascending
   */
  MortalAgent(Death death, List<Integer> deaths) {
    this.death = death;
    this.deaths = new ArrayDeque<>(deaths);
    disk.watch(this::changed);
  }

  /** What was done to the disk, in order. */
  List<String> changes() {
    return changes;
  }

  StrictMaster master() {
    return master;
  }

  /** What the machine still holds. */
  List<ContainerId> left() {
    return machine.left();
  }

  AgentState state() {
    return kernel.orElseThrow().state();
  }

  private void changed(String change) {
    changes.add(change);
    if (!deaths.isEmpty() && deaths.getFirst() == changes.size()) {
      deaths.removeFirst();
      disk.breaks("its agent is dead");
      throw new DeadException();
    }
  }

  private void happened(AgentInput input) {
    if (kernel.isPresent()) {
      inputs.add(input);
    }
  }

  /** Does something, and whatever follows from that, in as many lives as it takes. */
  void then(Runnable step) {
    step.run();
    live();
  }

  /** The volumes on the machine's disk by id, and what is in them. */
  Map<String, String> volumes() {
    return volumes;
  }

  /** Ends a task's container by itself, if it runs. */
  void end(String task, ContainerExit exit) {
    containerOf(task).ifPresent(id -> machine.end(id, exit));
  }

  private Optional<ContainerId> containerOf(String task) {
    return state().tasks().stream()
        .filter(t -> t.key().task().equals(new TaskId(task)))
        .map(AgentTask::container)
        .findFirst();
  }

  void compacts() {
    attempt(() -> writeAhead.orElseThrow().compact(state()));
  }

  /** The agent ends in order, and something happens before the next one starts. */
  void whileDown(Runnable happens) {
    writeAhead.orElseThrow().flush(state());
    Optional<AgentKernel> before = kernel;
    inputs.clear();
    writeAhead.orElseThrow().close();
    // Nobody hears what happens now.
    kernel = before;
    happens.run();
    inputs.clear();
    kernel = Optional.empty();
    live();
  }

  void live() {
    while (kernel.isEmpty() || !inputs.isEmpty() || flushIsDue()) {
      attempt(this::oneStep);
    }
  }

  private boolean flushIsDue() {
    return writeAhead.flatMap(WriteAhead::flushDue).isPresent();
  }

  private void oneStep() {
    if (kernel.isEmpty()) {
      start();
    } else if (!inputs.isEmpty()) {
      decide(inputs.removeFirst());
    } else {
      writeAhead.orElseThrow().flush(state()).forEach(this::perform);
    }
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (DeadException e) {
      die();
    }
  }

  private void die() {
    kernel = Optional.empty();
    writeAhead = Optional.empty();
    inputs.clear();
    disk.isRepaired();
    switch (death) {
      case KILLED -> {}
      case POWER_LOST -> losePower(false);
      case POWER_LOST_IN_THE_MIDDLE_OF_A_WRITE -> losePower(true);
    }
  }

  private void losePower(boolean partly) {
    disk.losesPower(most -> partly ? (most + 1) / 2 : 0);
    machine.losesPower();
  }

  private void start() {
    WriteAhead.Opened opened;
    try {
      opened = Checkpoints.open(disk, META, "/agent", "127.0.0.1:5050");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    AgentState state = AgentState.of(opened.facts());
    AgentSettings settings = AgentSettings.defaults("127.0.0.1:5051", "test");
    AgentInfo info =
        AgentInfo.newBuilder()
            .setHostname("localhost")
            .addAllResources(Resources.parse("disk:1000").toProtos())
            .build();
    List<ContainerId> live = state.liveTasks().stream().map(AgentTask::container).toList();
    writeAhead = Optional.of(opened.writeAhead());
    kernel = Optional.of(new AgentKernel(settings, info, state, ids));
    inputs.add(new AgentInput.Recovered(machine.recover(live), Optional.of(machine.bootId())));
    inputs.add(new AgentInput.LinkUp());
  }

  private void decide(AgentInput input) {
    AgentDecision decision = kernel.orElseThrow().handle(Instant.EPOCH, input);
    WriteAhead.Released released = writeAhead.orElseThrow().write(decision, state());
    released.effects().forEach(this::perform);
    inputs.addAll(released.refused());
  }

  private void prepare(AgentEffect.PrepareVolumes effect) {
    Optional<String> problem = Optional.empty();
    for (Resource volume : effect.volumes()) {
      String id = volume.getDisk().getPersistence().getId();
      if (!volumes.getOrDefault(id, "").isEmpty()) {
        problem = Optional.of("there is data in it already");
      }
      volumes.putIfAbsent(id, "");
    }
    inputs.add(new AgentInput.VolumesPrepared(effect.operation(), problem));
  }

  private void perform(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.Send e -> master.told(e.message());
      case AgentEffect.LaunchContainer e -> machine.launch(e.spec());
      case AgentEffect.SignalContainer e -> machine.signal(e.container(), e.signal());
      case AgentEffect.RemoveContainer e -> machine.remove(e.container());
      case AgentEffect.PrepareVolumes e -> prepare(e);
      case AgentEffect.RemoveVolume e -> {
        volumes.remove(e.volume().getDisk().getPersistence().getId());
        inputs.add(new AgentInput.VolumeRemoved(e.volume(), Optional.empty()));
      }
      case AgentEffect.Reconnect e -> throw new AssertionError(e.reason());
      case AgentEffect.Stop e -> throw new AssertionError(e.reason());
      default -> {} // timers: nothing here takes time
    }
  }
}
