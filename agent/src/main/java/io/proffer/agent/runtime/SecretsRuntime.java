package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SecretFiles;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reveals a container's secrets to the runtime that starts it, and to nobody else. What it makes of
 * them is gone when the container has ended.
 */
public final class SecretsRuntime extends ForwardingRuntime {

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
    this.runtime = open.apply(new EndsListener(listener, this::forget));
  }

  @Override
  protected ContainerRuntime next() {
    return runtime;
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

  /**
   * Those of containers that run are kept, the others' are not. What is run beside a process has
   * the variables of its container, and needs them revealed again.
   */
  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    List<RecoveredContainer> found = runtime.recover(launched.stream().map(this::again).toList());
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

  /** A container that runs has its secret files already, and its engine its variables. */
  private LaunchedContainer again(LaunchedContainer container) {
    ContainerSpec spec = container.spec();
    if (spec.work().hasImage() || !SecretRevelation.needed(spec)) {
      return container;
    }
    try {
      return new LaunchedContainer(SecretRevelation.revealVariables(spec), container.running());
    } catch (LaunchException e) {
      LOG.warn(
          "What is to run beside container {} will lack a secret: {}",
          spec.id(),
          e.failure().message());
      return container;
    }
  }

  private void forget(ContainerId container) {
    try {
      files.remove(container);
    } catch (IOException e) {
      LOG.error(
          "The secrets of container {} cannot be removed: {}", container, IoTrouble.describe(e));
    }
  }
}
