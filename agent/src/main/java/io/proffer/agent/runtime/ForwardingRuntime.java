package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
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
 * A runtime that has another one do everything. What adds something to a runtime extends it, and
 * overrides only what it adds to.
 */
public abstract class ForwardingRuntime implements ContainerRuntime {

  /** Does what is not overridden; the same one always. */
  protected abstract ContainerRuntime next();

  @Override
  public List<String> describe() {
    return next().describe();
  }

  @Override
  public List<Unenforced> unenforced() {
    return next().unenforced();
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    return next().recover(launched);
  }

  @Override
  public void launch(ContainerSpec spec) {
    next().launch(spec);
  }

  @Override
  public void cancel(ContainerId container) {
    next().cancel(container);
  }

  @Override
  public void signal(ContainerId container, Signal signal) {
    next().signal(container, signal);
  }

  @Override
  public void signalMain(ContainerId container, TaskSignal signal) throws LaunchException {
    next().signalMain(container, signal);
  }

  @Override
  public void exceeded(ContainerId container, ContainerExit.LimitExceeded limit) {
    next().exceeded(container, limit);
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {
    next().resize(container, resources);
  }

  @Override
  public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    return next().execute(container, request);
  }

  @Override
  public Execution attach(ContainerId container) throws LaunchException {
    return next().attach(container);
  }

  @Override
  public boolean has(ContainerId container) {
    return next().has(container);
  }

  @Override
  public void remove(ContainerId container) {
    next().remove(container);
  }

  @Override
  public Optional<Long> latePid(ContainerId container) {
    return next().latePid(container);
  }

  @Override
  public Optional<Usage> usage(ContainerId container) {
    return next().usage(container);
  }

  @Override
  public void prune(Set<String> kept) {
    next().prune(kept);
  }

  @Override
  public void close() {
    next().close();
  }
}
