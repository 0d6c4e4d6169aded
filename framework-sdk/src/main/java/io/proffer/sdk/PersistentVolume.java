package io.proffer.sdk;

import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Volume;

/**
 * A directory on an agent that outlives the tasks which use it, and the agent's restarts.
 * Immutable: each method returns a new one.
 *
 * {@snippet class="io.proffer.sdk.snippets.VolumeSnippets" region="volume"}
 *
 * <p>A volume is made once, with {@link OfferView#create}, and is from then on part of what its
 * agent offers to its role, whenever no task uses it. A task that names it in {@link
 * TaskBuilder#volume} runs where it is, and nowhere else. It is there until {@link
 * OfferView#destroy} removes it with all its data.
 *
 * <p>A framework that uses volumes needs a role other than {@code *}, and for {@link #shared()} the
 * capability {@code SHARED_RESOURCES}.
 */
public record PersistentVolume(
    String id,
    double sizeMb,
    String containerPath,
    boolean isReadOnly,
    boolean isShared,
    Disk disk) {

  /** The kind of disk a volume is on. */
  public enum Disk {
    /** The agent's own, which it shares with sandboxes. */
    ROOT,
    /** A directory that the operator has set aside; may hold several volumes. */
    PATH,
    /** A whole file system; holds one volume, which is as large as that. */
    MOUNT
  }

  public PersistentVolume {
    if (id.isEmpty() || id.length() > 255 || id.contains("/")) {
      throw new IllegalArgumentException(
          "volume id '" + id + "': use 1 to 255 characters without slashes");
    }
    if (!(sizeMb > 0)) {
      throw new IllegalArgumentException("volume '" + id + "' has a size of " + sizeMb + " MB");
    }
    if (containerPath.isEmpty()) {
      throw new IllegalArgumentException("volume '" + id + "' has no path in its container");
    }
  }

  /**
   * A volume on the agent's own disk, found by its tasks at a path of its own name in their
   * sandbox.
   *
   * @param id unique among the volumes of a role on one agent
   * @param sizeMb at least 0.001
   */
  public static PersistentVolume of(String id, double sizeMb) {
    return new PersistentVolume(id, sizeMb, id, false, false, Disk.ROOT);
  }

  /** Where tasks find it: relative to the sandbox, or absolute for tasks with an image. */
  public PersistentVolume at(String path) {
    return new PersistentVolume(id, sizeMb, path, isReadOnly, isShared, disk);
  }

  /** For a task that may only read it. */
  public PersistentVolume readOnly() {
    return new PersistentVolume(id, sizeMb, containerPath, true, isShared, disk);
  }

  /** Used by several tasks at once. */
  public PersistentVolume shared() {
    return new PersistentVolume(id, sizeMb, containerPath, isReadOnly, true, disk);
  }

  /** On this kind of disk. */
  public PersistentVolume on(Disk kind) {
    return new PersistentVolume(id, sizeMb, containerPath, isReadOnly, isShared, kind);
  }

  /** The volume that is made of a reserved disk. */
  Resource on(Resource reserved, Optional<String> principal) {
    DiskInfo.Builder info = reserved.getDisk().toBuilder();
    info.getPersistenceBuilder().setId(id);
    principal.ifPresent(info.getPersistenceBuilder()::setPrincipal);
    info.setVolume(Volume.newBuilder().setContainerPath(containerPath).setMode(Volume.Mode.RW));
    Resource.Builder volume = reserved.toBuilder().setDisk(info);
    if (isShared) {
      volume.setShared(Resource.SharedInfo.getDefaultInstance());
    }
    return volume.build();
  }

  /** The same resource, as a task is to have it. */
  Resource usedAs(Resource volume) {
    Resource.Builder used = volume.toBuilder();
    used.getDiskBuilder()
        .setVolume(
            Volume.newBuilder()
                .setContainerPath(containerPath)
                .setMode(isReadOnly ? Volume.Mode.RO : Volume.Mode.RW));
    return used.build();
  }
}
