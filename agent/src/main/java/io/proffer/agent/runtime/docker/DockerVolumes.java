package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Volume;

/** The volumes of a container: those its task asks for, and its sandbox. */
final class DockerVolumes {

  private DockerVolumes() {}

  @SuppressWarnings("deprecation") // frameworks still use the old place of the driver
  static void fill(HostConfig host, ContainerInfo container, Path sandbox) throws LaunchException {
    List<Bind> binds = new ArrayList<>();
    Set<String> drivers = new LinkedHashSet<>();
    for (Volume volume : container.getVolumesList()) {
      binds.add(bind(volume, sandbox));
      if (volume.getSource().getDockerVolume().hasDriver()) {
        drivers.add(volume.getSource().getDockerVolume().getDriver());
      }
    }
    if (container.getDocker().hasVolumeDriver()) {
      drivers.add(container.getDocker().getVolumeDriver());
    }
    if (drivers.size() > 1) {
      throw bad("only one volume driver can be used for a container, found " + drivers);
    }
    drivers.forEach(host::withVolumeDriver);
    binds.add(bind(sandbox.toString(), DockerSettings.SANDBOX, AccessMode.rw));
    host.withBinds(binds);
  }

  private static Bind bind(Volume volume, Path sandbox) throws LaunchException {
    String inside = Path.of(DockerSettings.SANDBOX).resolve(volume.getContainerPath()).toString();
    AccessMode mode =
        switch (volume.getMode()) {
          case RW -> AccessMode.rw;
          case RO -> AccessMode.ro;
        };
    if (volume.hasHostPath()) {
      Path outside = Path.of(volume.getHostPath());
      if (!outside.isAbsolute() && !Path.of(volume.getContainerPath()).isAbsolute()) {
        throw bad(
            "volume '"
                + volume.getContainerPath()
                + "': host_path and container_path cannot both be relative");
      }
      return bind(sandbox.resolve(outside).toString(), inside, mode);
    }
    if (volume.getSource().hasDockerVolume()) {
      return bind(volume.getSource().getDockerVolume().getName(), inside, mode);
    }
    throw bad(
        "volume '" + volume.getContainerPath() + "' has neither host_path nor a Docker volume");
  }

  private static Bind bind(String source, String inside, AccessMode mode) {
    return new Bind(source, new com.github.dockerjava.api.model.Volume(inside), mode);
  }

  private static LaunchException bad(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}
