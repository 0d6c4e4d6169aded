package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;

/** The GPUs of a container. */
final class DockerDevices {

  private DockerDevices() {}

  /** The GPUs the container was given, and no others. */
  static void fill(HostConfig host, List<String> gpus) {
    if (!gpus.isEmpty()) {
      host.withDeviceRequests(
          List.of(
              new DeviceRequest().withDeviceIds(gpus).withCapabilities(List.of(List.of("gpu")))));
    }
  }
}
