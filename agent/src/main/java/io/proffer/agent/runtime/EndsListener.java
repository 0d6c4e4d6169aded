package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import java.util.function.Consumer;

/** Has what a container was given taken back when it has ended, before others hear of the end. */
final class EndsListener implements RuntimeListener {

  private final RuntimeListener next;
  private final Consumer<ContainerId> ended;

  EndsListener(RuntimeListener next, Consumer<ContainerId> ended) {
    this.next = next;
    this.ended = ended;
  }

  @Override
  public void started(RunningContainer container) {
    next.started(container);
  }

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    ended.accept(container);
    next.launchFailed(container, failure);
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    ended.accept(container);
    next.exited(container, exit);
  }
}
