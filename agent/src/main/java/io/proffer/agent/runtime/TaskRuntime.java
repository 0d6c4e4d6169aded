package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.core.protocol.TaskSignal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A runtime among those of an agent, which says which containers are for it. What it need not be
 * able to do is done here by doing nothing.
 *
 * <p>To add one to an agent is to write this class and to name its {@link RuntimeFactory}.
 */
public interface TaskRuntime extends ContainerRuntime {

  /** Its name, as no other runtime has it. */
  RuntimeKind kind();

  /**
   * Whether a container is for this runtime. An agent's runtimes are asked one after the other; the
   * first that says so gets it.
   */
  boolean takes(ContainerWork work);

  @Override
  default List<String> describe() {
    return List.of(kind().name());
  }

  @Override
  default List<Unenforced> unenforced() {
    return List.of();
  }

  @Override
  default void cancel(ContainerId container) {}

  @Override
  default void signalMain(ContainerId container, TaskSignal signal) throws LaunchException {
    throw new LaunchException(
        LaunchFailure.Kind.RUNTIME,
        "the runtime '" + kind() + "' cannot send signals to its containers");
  }

  @Override
  default void exceeded(ContainerId container, ContainerExit.LimitExceeded limit) {
    signal(container, Signal.KILL);
  }

  @Override
  default void resize(ContainerId container, ContainerResources resources) {}

  @Override
  default Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    throw new LaunchException(
        LaunchFailure.Kind.RUNTIME,
        "the runtime '" + kind() + "' cannot run commands inside of its containers");
  }

  @Override
  default Optional<Usage> usage(ContainerId container) {
    return Optional.empty();
  }

  @Override
  default void prune(Set<String> kept) {}
}
