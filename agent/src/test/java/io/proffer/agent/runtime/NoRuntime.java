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

/** A runtime without containers. */
public final class NoRuntime implements ContainerRuntime {

  @Override
  public List<String> describe() {
    return List.of();
  }

  @Override
  public List<Unenforced> unenforced() {
    return List.of();
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    return List.of();
  }

  @Override
  public void launch(ContainerSpec spec) {}

  @Override
  public void cancel(ContainerId container) {}

  @Override
  public void signal(ContainerId container, Signal signal) {}

  @Override
  public void signalMain(ContainerId container, TaskSignal signal) throws LaunchException {
    throw new LaunchException(LaunchFailure.Kind.CANCELLED, "container " + container + " ended");
  }

  @Override
  public void exceeded(ContainerId container, ContainerExit.LimitExceeded limit) {}

  @Override
  public boolean has(ContainerId container) {
    return false;
  }

  @Override
  public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    throw new LaunchException(LaunchFailure.Kind.CANCELLED, "container " + container + " ended");
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {}

  @Override
  public void remove(ContainerId container) {}

  @Override
  public Optional<Usage> usage(ContainerId container) {
    return Optional.empty();
  }

  @Override
  public void prune(Set<String> kept) {}

  @Override
  public void close() {}
}
