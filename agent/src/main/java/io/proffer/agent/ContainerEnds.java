package io.proffer.agent;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.RuntimeListener;
import java.util.function.Consumer;

/** Tells another of the ends of containers too, once there is another; after the first. */
final class ContainerEnds implements RuntimeListener {

  private final RuntimeListener first;
  private volatile Consumer<ContainerId> other = container -> {};

  ContainerEnds(RuntimeListener first) {
    this.first = first;
  }

  void alsoTell(Consumer<ContainerId> listener) {
    other = listener;
  }

  @Override
  public void started(RunningContainer container) {
    first.started(container);
  }

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    first.launchFailed(container, failure);
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    first.exited(container, exit);
    other.accept(container);
  }
}
