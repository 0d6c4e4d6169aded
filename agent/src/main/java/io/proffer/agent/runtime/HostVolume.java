package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxLayout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MountPropagation;
import org.apache.mesos.v1.Protos.Volume;

/**
 * A volume of a container that is a file or directory of the agent's machine: one that its task
 * names, or one in the sandbox of the task or of its executor.
 *
 * @param source absolute path on the machine
 * @param containerPath as the task has it: relative to its sandbox, or absolute
 * @param propagation which way mounts below it go
 */
public record HostVolume(
    Path source, Path containerPath, boolean readOnly, MountPropagation.Mode propagation) {

  /**
   * What a volume means; empty when it is no part of the machine's file system. A directory in a
   * sandbox is made if it is not there.
   *
   * @param sandbox the container's own, which is there
   * @throws LaunchException when it makes no sense, or leads out of the sandbox
   */
  public static Optional<HostVolume> of(
      Volume volume, ContainerSpec spec, SandboxLayout layout, Path sandbox)
      throws LaunchException {
    MountPropagation.Mode none = MountPropagation.Mode.UNKNOWN;
    if (volume.hasHostPath()) {
      return Optional.of(of(volume, relative(volume, sandbox), none));
    }
    return switch (volume.getSource().getType()) {
      case HOST_PATH -> {
        Volume.Source.HostPath host = volume.getSource().getHostPath();
        Path path = Path.of(host.getPath());
        if (!path.isAbsolute()) {
          throw bad(volume, "a host path must be absolute, found '" + path + "'");
        }
        yield Optional.of(of(volume, path, host.getMountPropagation().getMode()));
      }
      case SANDBOX_PATH -> {
        Volume.Source.SandboxPath inside = volume.getSource().getSandboxPath();
        Optional<Path> persistent = TaskVolumes.ofGroup(inside, spec, layout);
        if (persistent.isPresent()) {
          yield Optional.of(of(volume, persistent.get(), none));
        }
        Path base =
            switch (inside.getType()) {
              case PARENT -> parent(volume, spec, layout);
              case SELF, UNKNOWN -> sandbox;
            };
        yield Optional.of(of(volume, within(volume, base, Path.of(inside.getPath())), none));
      }
      case DOCKER_VOLUME, SECRET, CSI_VOLUME, UNKNOWN -> Optional.empty();
    };
  }

  private static HostVolume of(Volume volume, Path source, MountPropagation.Mode propagation) {
    return new HostVolume(
        source,
        Path.of(volume.getContainerPath()),
        volume.getMode() == Volume.Mode.RO,
        propagation);
  }

  private static Path parent(Volume volume, ContainerSpec spec, SandboxLayout layout)
      throws LaunchException {
    if (spec.parent().isEmpty()) {
      throw bad(volume, "a task without a group has no parent whose sandbox it could share");
    }
    return layout.run(spec);
  }

  /** The old form: absolute on the machine, or relative to the sandbox. */
  private static Path relative(Volume volume, Path sandbox) throws LaunchException {
    Path path = Path.of(volume.getHostPath());
    if (path.isAbsolute()) {
      return path;
    }
    if (!Path.of(volume.getContainerPath()).isAbsolute()) {
      throw bad(volume, "host_path and container_path cannot both be relative");
    }
    return within(volume, sandbox, path);
  }

  /**
   * A path in a sandbox, where a task may have put a link to somewhere else: what is made and given
   * is the place that it leads to, and that must be in the sandbox.
   */
  private static Path within(Volume volume, Path base, Path path) throws LaunchException {
    if (path.isAbsolute() || !base.resolve(path).normalize().startsWith(base)) {
      throw bad(volume, "'" + path + "' is not a path below the sandbox");
    }
    try {
      Path root = base.toRealPath();
      Path at = root;
      for (Path name : path.normalize()) {
        Path next = at.resolve(name);
        if (!Files.exists(next)) {
          make(next, root);
        }
        at = next.toRealPath();
        if (!at.startsWith(root)) {
          throw bad(volume, "'" + path + "' leads out of the sandbox");
        }
      }
      return at;
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.SANDBOX,
          "volume '" + volume.getContainerPath() + "': " + IoTrouble.describe(e));
    }
  }

  /** With the owner of the sandbox. The other containers of a pod may do the same just now. */
  private static void make(Path directory, Path root) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    Files.setAttribute(directory, "unix:uid", Files.getAttribute(root, "unix:uid"));
    Files.setAttribute(directory, "unix:gid", Files.getAttribute(root, "unix:gid"));
  }

  private static LaunchException bad(Volume volume, String message) {
    return new LaunchException(
        LaunchFailure.Kind.COMMAND, "volume '" + volume.getContainerPath() + "': " + message);
  }
}
