package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/** A container's volumes have one origin each, and its kind comes with what the kind needs. */
final class ContainerRules {
  private ContainerRules() {}

  static Optional<String> problem(TaskInfo task) {
    return task.hasContainer()
        ? problem(task.getContainer()).map(why -> "Task's `ContainerInfo` is invalid: " + why)
        : Optional.empty();
  }

  static Optional<String> problem(ContainerInfo container) {
    for (Volume volume : container.getVolumesList()) {
      Optional<String> problem = problem(volume);
      if (problem.isPresent()) {
        return problem.map(why -> "Invalid volume: " + why);
      }
    }
    if (container.getType() != ContainerInfo.Type.DOCKER) {
      return Optional.empty();
    }
    if (!container.hasDocker()) {
      return Optional.of("DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
    }
    for (Parameter parameter : container.getDocker().getParametersList()) {
      // The agent names the container, and finds it again by that name.
      if (parameter.getKey().equals("name")) {
        return Optional.of("Parameter in DockerInfo must not be 'name'");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(Volume volume) {
    int origins =
        (volume.hasHostPath() ? 1 : 0) + (volume.hasImage() ? 1 : 0) + (volume.hasSource() ? 1 : 0);
    if (origins != 1) {
      return Optional.of("Only one of them should be set: 'host_path', 'image' and 'source'");
    }
    return volume.hasSource() ? problem(volume.getSource()) : Optional.empty();
  }

  private static Optional<String> problem(Volume.Source source) {
    return switch (source.getType()) {
      case DOCKER_VOLUME -> required(source.hasDockerVolume(), "docker_volume", "DOCKER_VOLUME");
      case HOST_PATH -> required(source.hasHostPath(), "host_path", "HOST_PATH");
      case SANDBOX_PATH -> required(source.hasSandboxPath(), "sandbox_path", "SANDBOX_PATH");
      case SECRET -> required(source.hasSecret(), "secret", "SECRET");
      case CSI_VOLUME ->
          required(source.hasCsiVolume(), "csi_volume", "CSI")
              .or(
                  () ->
                      required(
                          source.getCsiVolume().hasStaticProvisioning(),
                          "csi_volume.static_provisioning",
                          "CSI"));
      case UNKNOWN -> Optional.of("'source.type' is unknown");
    };
  }

  private static Optional<String> required(boolean isThere, String field, String kind) {
    return isThere
        ? Optional.empty()
        : Optional.of("'source." + field + "' is not set for " + kind + " volume");
  }
}
