package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.volume.VolumeDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.MountPropagation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Volume;

/** The persistent volumes of a container: those among the resources it is given. */
public final class TaskVolumes {

  private TaskVolumes() {}

  /**
   * @param sandbox the container's own, which is there: its owner may write to the volumes
   * @throws LaunchException when one is not there, or two volumes are to be at one place
   */
  public static List<HostVolume> persistent(ContainerSpec spec, SandboxLayout layout, Path sandbox)
      throws LaunchException {
    VolumeDirectories directories = new VolumeDirectories(layout.workDir());
    Set<Path> places = new HashSet<>();
    for (Volume volume : spec.container().getVolumesList()) {
      places.add(Path.of(volume.getContainerPath()).normalize());
    }
    List<HostVolume> volumes = new ArrayList<>();
    for (Resource resource : spec.resources().requests()) {
      if (resource.getDisk().hasPersistence()) {
        HostVolume volume = volume(resource, directories);
        if (!places.add(volume.containerPath().normalize())) {
          throw bad(resource, "another volume is at '" + volume.containerPath() + "' too");
        }
        giveTo(sandbox, resource, volume.source());
        volumes.add(volume);
      }
    }
    return volumes;
  }

  /**
   * The persistent volume that the executor of a group has at a path of its sandbox, for a task of
   * the group that asks for this path; empty when it has none there.
   */
  static Optional<Path> ofGroup(
      Volume.Source.SandboxPath asked, ContainerSpec spec, SandboxLayout layout)
      throws LaunchException {
    if (asked.getType() != Volume.Source.SandboxPath.Type.PARENT) {
      return Optional.empty();
    }
    Path path = Path.of(asked.getPath()).normalize();
    List<Resource> ofExecutor =
        spec.groupExecutor().map(ExecutorInfo::getResourcesList).orElse(List.of());
    for (Resource resource : ofExecutor) {
      Volume volume = resource.getDisk().getVolume();
      if (resource.getDisk().hasPersistence()
          && Path.of(volume.getContainerPath()).normalize().equals(path)) {
        return Optional.of(volume(resource, new VolumeDirectories(layout.workDir())).source());
      }
    }
    return Optional.empty();
  }

  private static HostVolume volume(Resource resource, VolumeDirectories directories)
      throws LaunchException {
    Volume volume = resource.getDisk().getVolume();
    if (volume.getContainerPath().isEmpty()) {
      throw bad(resource, "its container_path is empty");
    }
    Path source;
    try {
      source = directories.of(resource);
    } catch (IllegalArgumentException e) {
      throw bad(resource, String.valueOf(e.getMessage()));
    }
    if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          named(resource) + "its directory '" + source + "' is not there");
    }
    return new HostVolume(
        source,
        Path.of(volume.getContainerPath()),
        volume.getMode() == Volume.Mode.RO,
        MountPropagation.Mode.UNKNOWN);
  }

  /**
   * A volume belongs to the user of its task. One that is shared stays with the user of the first:
   * those who come later may not have the right to take it from who uses it.
   */
  private static void giveTo(Path sandbox, Resource resource, Path volume) throws LaunchException {
    try {
      Object owner = Files.getAttribute(sandbox, "unix:uid");
      Object agent = Files.getAttribute(volume.resolve("..").normalize(), "unix:uid");
      Object present = Files.getAttribute(volume, "unix:uid");
      if (owner.equals(present) || (resource.hasShared() && !present.equals(agent))) {
        return;
      }
      Files.setAttribute(volume, "unix:uid", owner);
      Files.setAttribute(volume, "unix:gid", Files.getAttribute(sandbox, "unix:gid"));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          named(resource) + "it cannot be given to the task's user: " + IoTrouble.describe(e));
    }
  }

  private static LaunchException bad(Resource resource, String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, named(resource) + message);
  }

  private static String named(Resource resource) {
    return "persistent volume '" + resource.getDisk().getPersistence().getId() + "': ";
  }
}
