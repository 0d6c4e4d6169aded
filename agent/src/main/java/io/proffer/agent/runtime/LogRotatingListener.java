package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.sandbox.logs.LogRotator;
import java.nio.file.Path;

/** Has the output of containers looked after while they run. */
public final class LogRotatingListener implements RuntimeListener {

  private final RuntimeListener next;
  private final LogRotator logs;

  public LogRotatingListener(RuntimeListener next, LogRotator logs) {
    this.next = next;
    this.logs = logs;
  }

  @Override
  public void started(RunningContainer container) {
    logs.watch(container.id(), Path.of(container.sandbox()));
    next.started(container);
  }

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    next.launchFailed(container, failure);
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    logs.release(container);
    next.exited(container, exit);
  }
}
