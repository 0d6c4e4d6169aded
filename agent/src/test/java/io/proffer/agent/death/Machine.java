package io.proffer.agent.death;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.kernel.AgentInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine on which containers start at once, and go on without the agent. */
final class Machine {

  /** What runs, or has ended and was not removed. */
  private static final class Container {
    private final RunningContainer running;
    private Optional<ContainerExit> exit = Optional.empty();

    private Container(RunningContainer running) {
      this.running = running;
    }
  }

  private final Map<ContainerId, Container> containers = new LinkedHashMap<>();
  private final Consumer<AgentInput> agent;
  private int boots = 1;

  /**
   * @param agent is told what happens; nobody is there when it is dead
   */
  Machine(Consumer<AgentInput> agent) {
    this.agent = agent;
  }

  String bootId() {
    return "boot-" + boots;
  }

  void launch(ContainerSpec spec) {
    RunningContainer running =
        new RunningContainer(
            spec.id(),
            RuntimeKind.PROCESS,
            "1:" + containers.size(),
            Optional.of(1L),
            List.of(),
            "/sandbox/" + spec.id(),
            Instant.EPOCH);
    if (containers.put(spec.id(), new Container(running)) != null) {
      throw new AssertionError("launched twice: " + spec.id());
    }
    agent.accept(new AgentInput.ContainerStarted(running));
  }

  void signal(ContainerId id, Signal signal) {
    end(id, new ContainerExit.Signaled(signal.number()));
  }

  /** Ends a container, if it runs. */
  void end(ContainerId id, ContainerExit exit) {
    Container container = containers.get(id);
    if (container != null && container.exit.isEmpty()) {
      container.exit = Optional.of(exit);
      agent.accept(new AgentInput.ContainerExited(id, exit));
    }
  }

  void remove(ContainerId id) {
    Container container = containers.get(id);
    if (container != null && container.exit.isPresent()) {
      containers.remove(id);
    }
  }

  /** What runs, and what has ended and still takes room. */
  List<ContainerId> left() {
    return List.copyOf(containers.keySet());
  }

  /** Everything ends, and nobody has seen how. */
  void losesPower() {
    boots++;
    for (Container container : containers.values()) {
      if (container.exit.isEmpty()) {
        container.exit = Optional.of(new ContainerExit.Unknown("nobody saw it"));
      }
    }
  }

  /** What became of containers; all others are ended and removed. */
  List<RecoveredContainer> recover(List<ContainerId> launched) {
    containers.keySet().retainAll(launched);
    List<RecoveredContainer> found = new ArrayList<>();
    for (ContainerId id : launched) {
      Container container = containers.get(id);
      if (container == null) {
        found.add(new RecoveredContainer.NeverStarted(id));
      } else {
        found.add(
            container
                .exit
                .<RecoveredContainer>map(e -> new RecoveredContainer.Ended(container.running, e))
                .orElseGet(() -> new RecoveredContainer.Alive(container.running)));
      }
    }
    return found;
  }
}
