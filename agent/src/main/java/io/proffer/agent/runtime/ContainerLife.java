package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import java.util.Optional;

/**
 * What was told of one container, so that each thing is told once and in order: a launch has one
 * outcome, and an end that is seen before the start was told is told after it. Safe for use by
 * several threads.
 */
public final class ContainerLife {

  private final ContainerId id;
  private final RuntimeListener listener;
  private boolean cancelled;
  private boolean failed;
  private Optional<RunningContainer> running = Optional.empty();
  private Optional<ContainerExit.LimitExceeded> exceeded = Optional.empty();
  private Optional<ContainerExit> exit = Optional.empty();

  public ContainerLife(ContainerId id, RuntimeListener listener) {
    this.id = id;
    this.listener = listener;
  }

  public ContainerId id() {
    return id;
  }

  /** Asks whoever is launching it to give up. */
  public synchronized void cancel() {
    cancelled = true;
  }

  /** Whether its launch is to be given up, or has been. */
  public synchronized boolean cancelled() {
    return cancelled || failed;
  }

  public synchronized void started(RunningContainer container) {
    running = Optional.of(container);
    listener.started(container);
    exit.ifPresent(e -> listener.exited(id, e));
  }

  /** It runs, and its start was told by an earlier agent. */
  public synchronized void recovered(RunningContainer container) {
    running = Optional.of(container);
    exit.ifPresent(e -> listener.exited(id, e));
  }

  public synchronized void failed(LaunchFailure failure) {
    if (!failed && running.isEmpty()) {
      failed = true;
      listener.launchFailed(id, failure);
    }
  }

  /** It is being ended for going over a limit: whatever of its end is seen, that was the reason. */
  public synchronized void exceeded(ContainerExit.LimitExceeded limit) {
    exceeded = exceeded.or(() -> Optional.of(limit));
  }

  public synchronized void exited(ContainerExit seen) {
    if (exit.isPresent() || failed) {
      return;
    }
    // It may have ended well before it could be ended.
    ContainerExit how =
        seen.equals(new ContainerExit.Exited(0)) || exceeded.isEmpty() ? seen : exceeded.get();
    exit = Optional.of(how);
    if (running.isPresent()) {
      listener.exited(id, how);
    }
  }

  /** Whether it was seen to end. */
  public synchronized boolean ended() {
    return exit.isPresent();
  }

  /** What was told of its start, while it has not been seen to end. */
  public synchronized Optional<RunningContainer> running() {
    return exit.isPresent() ? Optional.empty() : running;
  }
}
