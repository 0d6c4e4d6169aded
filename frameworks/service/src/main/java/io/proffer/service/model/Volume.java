package io.proffer.service.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an instance finds in its container besides the image and the sandbox. */
public sealed interface Volume {

  String containerPath();

  /** A directory of the machine. */
  record Host(String hostPath, String containerPath, boolean isReadOnly) implements Volume {}

  /** A file with a secret. */
  record Secret(String containerPath, String secret) implements Volume {}

  /**
   * A volume of the container engine, kept wherever its driver keeps it.
   *
   * @param name by which the engine knows it; one that is not there is made
   * @param driver of the engine's
   * @param sizeGb what the driver is asked for, where it is
   * @param isShared whether several instances may use it
   */
  record External(
      String name,
      String driver,
      Optional<Long> sizeGb,
      Map<String, String> options,
      boolean isShared,
      String containerPath,
      boolean isReadOnly)
      implements Volume {
    public External {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }

  /**
   * A directory on one agent that outlives the instance, and belongs to it.
   *
   * @param containerPath relative to the sandbox, without a slash
   * @param sizeMb at least; a disk of its own is taken whole
   * @param maxSizeMb of a disk of its own
   * @param paths which roots of disks will do: {@code LIKE} and {@code UNLIKE}
   */
  record Persistent(
      String containerPath,
      Disk disk,
      double sizeMb,
      Optional<Double> maxSizeMb,
      List<Constraint> paths)
      implements Volume {
    public Persistent {
      paths = List.copyOf(paths);
    }
  }

  /** The kind of disk a persistent volume is on. */
  enum Disk {
    /** The agent's own. */
    ROOT,
    /** A directory set aside for volumes. */
    PATH,
    /** A file system of its own. */
    MOUNT
  }
}
