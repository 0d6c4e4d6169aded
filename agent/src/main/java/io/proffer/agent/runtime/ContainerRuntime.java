package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.core.protocol.TaskSignal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs containers. What is asked about a container that it does not have is ignored. Every method
 * but those that say otherwise returns at once and may be called from any one thread at a time;
 * what comes of it is told to the {@link RuntimeListener}, from threads of the runtime.
 */
public interface ContainerRuntime extends AutoCloseable {

  /** What it runs containers as, for the log; one line each. */
  List<String> describe();

  /**
   * What keeps tasks apart elsewhere and cannot here: told when the agent starts, and to frameworks
   * in an attribute of its offers. A task that asks for it in so many words fails, and its status
   * says why.
   */
  List<Unenforced> unenforced();

  /**
   * Finds containers again that an earlier agent launched, and watches those that run: their end is
   * told like that of any other. Called once, before any launch; may take as long as it needs.
   *
   * @return one for each of {@code launched}
   */
  List<RecoveredContainer> recover(List<LaunchedContainer> launched);

  /** Starts a container. Exactly one of {@code started} and {@code launchFailed} is told. */
  void launch(ContainerSpec spec);

  /** Gives up a launch, if it is not too late. */
  void cancel(ContainerId container);

  /** Sends a signal to all processes of a container that runs. */
  void signal(ContainerId container, Signal signal);

  /**
   * Sends a signal to the process that a container which runs was started for, and not to its
   * others. Blocks until that is done.
   *
   * @throws LaunchException when there is none to send it to
   */
  void signalMain(ContainerId container, TaskSignal signal) throws LaunchException;

  /** Ends a container that is over a limit, with all its processes; its end is told as that. */
  void exceeded(ContainerId container, ContainerExit.LimitExceeded limit);

  /**
   * Holds a container that runs to other limits from now on, as far as the runtime has any. A limit
   * on memory is raised, never lowered: that would end what uses it.
   */
  void resize(ContainerId container, ContainerResources resources);

  /**
   * Runs a command inside a container that runs, besides what it was started for. Blocks until the
   * command has started.
   *
   * @throws LaunchException when it cannot be started: of kind COMMAND when the command is the
   *     reason, of another kind when it is not
   */
  Execution execute(ContainerId container, ExecRequest request) throws LaunchException;

  /**
   * Joins a container's own command: what it says from now on, and the way to its input. Blocks
   * until that is open.
   *
   * @throws LaunchException when it has ended, or was started without a terminal
   */
  default Execution attach(ContainerId container) throws LaunchException {
    throw new LaunchException(
        LaunchFailure.Kind.RUNTIME, "container " + container + " has no terminal");
  }

  /** Whether this runtime runs the container. */
  boolean has(ContainerId container);

  /** Releases what an ended container still holds, besides its sandbox. */
  void remove(ContainerId container);

  /** What a container uses now; empty when that is not known. May block for a moment. */
  Optional<Usage> usage(ContainerId container);

  /**
   * The process that a container was started for, as this machine counts them, where that was not
   * known when its start was told; else empty.
   */
  default Optional<Long> latePid(ContainerId container) {
    return Optional.empty();
  }

  /**
   * Removes images that it got and no container has. May take as long as it needs; throws when it
   * cannot. Nothing for a runtime that has none.
   *
   * @param kept names of images that are to stay
   */
  void prune(Set<String> kept);

  /** Stops watching. Containers that run are left to run. */
  @Override
  void close();
}
