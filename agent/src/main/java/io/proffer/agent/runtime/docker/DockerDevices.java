package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;

/** The GPUs of a container. */
final class DockerDevices {

  private DockerDevices() {}

  /** As many GPUs as the container was given, whichever the engine's driver picks. */
  static void fill(HostConfig host, List<Resource> resources) {
    int gpus =
        (int)
            resources.stream()
                .filter(r -> r.getName().equals("gpus"))
                .mapToDouble(r -> r.getScalar().getValue())
                .sum();
    if (gpus > 0) {
      host.withDeviceRequests(
          List.of(new DeviceRequest().withCount(gpus).withCapabilities(List.of(List.of("gpu")))));
    }
  }
}
