package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SecretFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reveals a container's secrets to the runtime that starts it, and to nobody else. What it makes of
 * them is gone when the container has ended.
 */
public final class SecretsRuntime implements ContainerRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(SecretsRuntime.class);

  private final ContainerRuntime runtime;
  private final RuntimeListener listener;
  private final SecretFiles files;
  private final SecretRevelation revelation;

  /**
   * @param open opens the runtime that starts containers, and tells what becomes of them to the
   *     listener it is given
   */
  public SecretsRuntime(
      Function<RuntimeListener, ContainerRuntime> open,
      RuntimeListener listener,
      SecretFiles files,
      SandboxOwners owners) {
    this.listener = listener;
    this.files = files;
    this.revelation = new SecretRevelation(files, owners);
    this.runtime = open.apply(new Ends());
  }

  @Override
  public void launch(ContainerSpec spec) {
    if (!SecretRevelation.needed(spec)) {
      runtime.launch(spec);
      return;
    }
    try {
      runtime.launch(revelation.reveal(spec));
    } catch (LaunchException e) {
      forget(spec.id());
      listener.launchFailed(spec.id(), e.failure());
    }
  }

  /** Those of containers that run are kept, the others' are not. */
  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    List<RecoveredContainer> found = runtime.recover(launched);
    try {
      files.retain(
          found.stream()
              .filter(RecoveredContainer.Alive.class::isInstance)
              .map(RecoveredContainer::id)
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      LOG.error("Secrets of ended containers cannot be removed: {}", IoTrouble.describe(e));
    }
    return found;
  }

  private void forget(ContainerId container) {
    try {
      files.remove(container);
    } catch (IOException e) {
      LOG.error(
          "The secrets of container {} cannot be removed: {}", container, IoTrouble.describe(e));
    }
  }

  /** Hears what becomes of containers before others do. */
  private final class Ends implements RuntimeListener {
    @Override
    public void started(RunningContainer container) {
      listener.started(container);
    }

    @Override
    public void launchFailed(ContainerId container, LaunchFailure failure) {
      forget(container);
      listener.launchFailed(container, failure);
    }

    @Override
    public void exited(ContainerId container, ContainerExit exit) {
      forget(container);
      listener.exited(container, exit);
    }
  }

  // What follows is not about secrets.

  @Override
  public List<String> describe() {
    return runtime.describe();
  }

  @Override
  public void cancel(ContainerId container) {
    runtime.cancel(container);
  }

  @Override
  public List<Unenforced> unenforced() {
    return runtime.unenforced();
  }

  @Override
  public void exceeded(ContainerId container, ContainerExit.LimitExceeded limit) {
    runtime.exceeded(container, limit);
  }

  @Override
  public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    return runtime.execute(container, request);
  }

  @Override
  public boolean has(ContainerId container) {
    return runtime.has(container);
  }

  @Override
  public void signal(ContainerId container, Signal signal) {
    runtime.signal(container, signal);
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {
    runtime.resize(container, resources);
  }

  @Override
  public void remove(ContainerId container) {
    runtime.remove(container);
  }

  @Override
  public Optional<Usage> usage(ContainerId container) {
    return runtime.usage(container);
  }

  @Override
  public void prune(Set<String> kept) {
    runtime.prune(kept);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
