package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.VolumeOptions;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.HostVolume;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.TaskVolumes;
import io.proffer.agent.sandbox.SandboxLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Volume;

/** The volumes of a container: those its task asks for, and its sandbox. */
final class DockerVolumes {

  private DockerVolumes() {}

  static void fill(HostConfig host, ContainerSpec spec, SandboxLayout layout, Path sandbox)
      throws LaunchException {
    ContainerInfo container = spec.container();
    List<Bind> binds = new ArrayList<>();
    List<Mount> mounts = new ArrayList<>();
    for (Volume volume : container.getVolumesList()) {
      Optional<HostVolume> onHost = HostVolume.of(volume, spec, layout, sandbox);
      if (onHost.isPresent()) {
        binds.add(bind(onHost.get()));
      } else {
        mounts.add(named(volume, container));
      }
    }
    for (HostVolume volume : TaskVolumes.persistent(spec, layout, sandbox)) {
      binds.add(bind(volume));
    }
    binds.add(
        bind(
            sandbox.toString(),
            DockerSettings.SANDBOX,
            AccessMode.rw,
            PropagationMode.DEFAULT_MODE));
    host.withBinds(binds);
    if (!mounts.isEmpty()) {
      host.withMounts(mounts);
    }
  }

  private static String inside(Path containerPath) {
    return Path.of(DockerSettings.SANDBOX).resolve(containerPath).toString();
  }

  private static Bind bind(HostVolume volume) {
    return bind(
        volume.source().toString(),
        inside(volume.containerPath()),
        volume.readOnly() ? AccessMode.ro : AccessMode.rw,
        switch (volume.propagation()) {
          case HOST_TO_CONTAINER -> PropagationMode.RSLAVE;
          case BIDIRECTIONAL -> PropagationMode.RSHARED;
          case UNKNOWN -> PropagationMode.DEFAULT_MODE;
        });
  }

  private static Bind bind(
      String source, String inside, AccessMode mode, PropagationMode propagation) {
    return new Bind(
        source,
        new com.github.dockerjava.api.model.Volume(inside),
        mode,
        SELContext.DEFAULT,
        null, // not false: the engine takes any word about copying for a mistake
        propagation);
  }

  /** A volume of the engine, or of one of its drivers. */
  @SuppressWarnings("deprecation") // frameworks still use the old place of the driver
  private static Mount named(Volume volume, ContainerInfo container) throws LaunchException {
    if (!volume.getSource().hasDockerVolume()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "volume '"
              + volume.getContainerPath()
              + "' is of a kind that a Docker container cannot have; it can have host paths,"
              + " sandbox paths and Docker volumes");
    }
    Volume.Source.DockerVolume docker = volume.getSource().getDockerVolume();
    Mount mount =
        new Mount()
            .withType(MountType.VOLUME)
            .withSource(docker.getName())
            .withTarget(inside(Path.of(volume.getContainerPath())))
            .withReadOnly(volume.getMode() == Volume.Mode.RO);
    Optional<String> driver =
        docker.hasDriver()
            ? Optional.of(docker.getDriver())
            : Optional.of(container.getDocker().getVolumeDriver()).filter(d -> !d.isEmpty());
    if (driver.isPresent() || docker.hasDriverOptions()) {
      mount.withVolumeOptions(
          new VolumeOptions()
              .withDriverConfig(
                  new Driver()
                      .withName(driver.orElse("local"))
                      .withOptions(options(docker.getDriverOptions().getParameterList()))));
    }
    return mount;
  }

  private static Map<String, String> options(List<Parameter> parameters) {
    Map<String, String> options = new LinkedHashMap<>();
    parameters.forEach(p -> options.put(p.getKey(), p.getValue()));
    return options;
  }
}
