package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.HostVolume;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.TaskVolumes;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Volume;

/**
 * The volumes of a process, which has no file system of its own to mount them into. One that it may
 * write to is a link in its sandbox; one that it may only read is mounted there, where nobody but
 * the task sees it.
 */
final class SandboxVolumes {

  private final Path sandbox;
  private final List<HostVolume> volumes;

  private SandboxVolumes(Path sandbox, List<HostVolume> volumes) {
    this.sandbox = sandbox;
    this.volumes = volumes;
  }

  /**
   * @param sandbox the container's own, which is there
   * @throws LaunchException when a volume is of no kind that a process can have, saying which
   */
  static SandboxVolumes of(ContainerSpec spec, SandboxLayout layout, Path sandbox)
      throws LaunchException {
    List<HostVolume> all = new ArrayList<>();
    if (spec.work().hasContainer()) {
      for (Volume volume : spec.container().getVolumesList()) {
        Optional<HostVolume> onHost = HostVolume.of(volume, spec, layout, sandbox);
        all.add(onHost.orElseThrow(() -> impossible(volume.getContainerPath())));
      }
    }
    all.addAll(TaskVolumes.persistent(spec, layout, sandbox));
    for (HostVolume volume : all) {
      Path at = volume.containerPath();
      Path place = sandbox.resolve(at).normalize();
      if (at.isAbsolute() || !place.startsWith(sandbox) || place.equals(sandbox)) {
        throw impossible(at.toString());
      }
    }
    return new SandboxVolumes(sandbox, all);
  }

  private static LaunchException impossible(String containerPath) {
    return new LaunchException(
        LaunchFailure.Kind.COMMAND,
        "volume '"
            + containerPath
            + "': a task without an image can only have host paths, sandbox paths and persistent"
            + " volumes, at a relative container path");
  }

  /** Makes the links, and the places at which volumes are mounted. */
  void place() throws LaunchException {
    for (HostVolume volume : volumes) {
      try {
        Path at = place(volume);
        Files.createDirectories(at.resolveSibling(""));
        if (volume.readOnly()) {
          makePlace(volume.source(), at);
        } else if (!isThere(volume.source(), at)) {
          Files.createSymbolicLink(at, volume.source());
        }
      } catch (IOException e) {
        throw new LaunchException(
            LaunchFailure.Kind.SANDBOX,
            "volume '" + volume.containerPath() + "': " + IoTrouble.describe(e));
      }
    }
  }

  /** What is mounted for the task alone; empty when it needs no mounts of its own. */
  List<BindMount> mounts() {
    return volumes.stream()
        .filter(HostVolume::readOnly)
        .map(v -> new BindMount(v.source(), place(v), true))
        .toList();
  }

  private Path place(HostVolume volume) {
    return sandbox.resolve(volume.containerPath()).normalize();
  }

  /** A path of its own sandbox may be where it is already. */
  private static boolean isThere(Path source, Path at) throws IOException {
    return Files.exists(at) && at.toRealPath().equals(source);
  }

  private static void makePlace(Path source, Path at) throws IOException {
    if (Files.exists(at)) {
      return;
    }
    if (Files.isDirectory(source)) {
      Files.createDirectory(at);
    } else {
      Files.createFile(at);
    }
  }
}
