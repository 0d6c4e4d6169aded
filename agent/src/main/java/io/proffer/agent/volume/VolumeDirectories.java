package io.proffer.agent.volume;

import java.nio.file.Path;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;

/**
 * Where the data of persistent volumes is, as in Mesos: {@code
 * <work>/volumes/roles/<role>/<persistence id>} on the agent's own disk, the same below the root of
 * a PATH disk, and a MOUNT disk itself, of which a volume always takes all.
 *
 * @param workDir the agent's work directory, against which the roots of disks are resolved
 */
public record VolumeDirectories(Path workDir) {

  /** What is destroyed waits here to be removed; no role has such a name. */
  private static final String TRASH = ".destroyed";

  public VolumeDirectories {
    workDir = workDir.toAbsolutePath().normalize();
  }

  /**
   * The directory that a container is given.
   *
   * @throws IllegalArgumentException when the volume is of no kind that has one, or its id cannot
   *     be the name of a directory
   */
  public Path of(Resource volume) {
    DiskInfo.Source source = volume.getDisk().getSource();
    return switch (source.getType()) {
      case MOUNT -> root(source.getMount().getRoot());
      case PATH -> below(root(source.getPath().getRoot()), volume);
      case UNKNOWN -> below(workDir, volume);
      case BLOCK, RAW ->
          throw new IllegalArgumentException(
              "a " + source.getType() + " disk cannot have a volume here");
    };
  }

  /** Where the data of a destroyed volume is moved, on the same file system. */
  Path trash(Resource volume) {
    DiskInfo.Source source = volume.getDisk().getSource();
    return switch (source.getType()) {
      case MOUNT -> root(source.getMount().getRoot()).resolve(TRASH);
      case PATH -> root(source.getPath().getRoot()).resolve("volumes").resolve(TRASH);
      case UNKNOWN, BLOCK, RAW -> workDir.resolve("volumes").resolve(TRASH);
    };
  }

  /** Whether a volume takes all of its disk, which is there before and after it. */
  static boolean isWholeDisk(Resource volume) {
    return volume.getDisk().getSource().getType() == DiskInfo.Source.Type.MOUNT;
  }

  private Path root(String root) {
    return workDir.resolve(root).normalize();
  }

  private static Path below(Path root, Resource volume) {
    int depth = volume.getReservationsCount();
    String role = depth == 0 ? "*" : volume.getReservations(depth - 1).getRole();
    return root.resolve("volumes")
        .resolve("roles")
        // As in Mesos: a role below another must not be a directory in that one's.
        .resolve(name(role.replace('/', ' ')))
        .resolve(name(volume.getDisk().getPersistence().getId()));
  }

  private static String name(String id) {
    if (id.isEmpty()
        || id.equals(".")
        || id.equals("..")
        || id.contains("/")
        || id.indexOf(0) >= 0) {
      throw new IllegalArgumentException("'" + id + "' cannot be the name of a directory");
    }
    return id;
  }
}
