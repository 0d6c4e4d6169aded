package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each container that asks for GPUs such as no other container has, and takes them back when
 * it has ended.
 */
public final class GpuRuntime extends ForwardingRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(GpuRuntime.class);
  private static final String GPUS = "gpus";

  private final ContainerRuntime runtime;
  private final RuntimeListener listener;
  private final GpuDevices devices;

  /**
   * @param open opens the runtime that starts containers, and tells what becomes of them to the
   *     listener it is given
   */
  public GpuRuntime(
      Function<RuntimeListener, ContainerRuntime> open,
      RuntimeListener listener,
      GpuDevices devices) {
    this.listener = listener;
    this.devices = devices;
    this.runtime = open.apply(new EndsListener(listener, this::release));
  }

  @Override
  protected ContainerRuntime next() {
    return runtime;
  }

  @Override
  public void launch(ContainerSpec spec) {
    double wanted = wanted(spec);
    if (wanted == 0) {
      runtime.launch(spec);
      return;
    }
    try {
      runtime.launch(spec.withGpus(take(spec.id(), wanted)));
    } catch (LaunchException e) {
      listener.launchFailed(spec.id(), e.failure());
    }
  }

  private static double wanted(ContainerSpec spec) {
    return spec.resources().requests().stream()
        .filter(r -> r.getName().equals(GPUS))
        .map(Resource::getScalar)
        .mapToDouble(s -> s.getValue())
        .sum();
  }

  private List<String> take(ContainerId container, double wanted) throws LaunchException {
    if (wanted != Math.rint(wanted)) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "the task asks for " + wanted + " gpus: a GPU can be had as a whole only");
    }
    try {
      return devices
          .take(container, (int) wanted)
          .orElseThrow(
              () ->
                  new LaunchException(
                      LaunchFailure.Kind.RUNTIME,
                      "the agent has not "
                          + (int) wanted
                          + " GPUs that no other task has: "
                          + devices.describe()));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME, "its GPUs cannot be written down: " + IoTrouble.describe(e));
    }
  }

  /** Those of containers that run stay theirs. */
  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    List<RecoveredContainer> found = runtime.recover(launched);
    var alive =
        found.stream()
            .filter(RecoveredContainer.Alive.class::isInstance)
            .map(RecoveredContainer::id)
            .collect(Collectors.toSet());
    try {
      devices.recover(alive);
    } catch (IOException e) {
      throw new IllegalStateException(
          "which task has which GPU cannot be read: " + IoTrouble.describe(e), e);
    }
    return found;
  }

  private void release(ContainerId container) {
    try {
      devices.release(container);
    } catch (IOException e) {
      LOG.error("The GPUs of {} cannot be given back: {}", container, IoTrouble.describe(e));
    }
  }
}
