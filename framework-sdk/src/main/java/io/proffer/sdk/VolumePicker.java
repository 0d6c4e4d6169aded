package io.proffer.sdk;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Value;

/** Finds volumes, and the disks to make them on, in what is offered. */
final class VolumePicker {

  /**
   * A disk for a volume.
   *
   * @param disk as much of it as the volume takes
   * @param reserved whether it is reserved already
   */
  record Place(Resource disk, boolean reserved) {}

  private VolumePicker() {}

  static Optional<Resource> find(Resources in, PersistentVolume volume) {
    for (Entry entry : in.entries()) {
      Resource proto = entry.toProto(ResourceFormat.POST_REFINEMENT);
      if (entry.isPersistentVolume()
          && proto.getDisk().getPersistence().getId().equals(volume.id())) {
        return Optional.of(proto);
      }
    }
    return Optional.empty();
  }

  /** A disk that is reserved to the role already comes first. */
  static Optional<Place> place(Resources in, PersistentVolume volume, String role) {
    return place(in.reservedTo(role), volume)
        .map(disk -> new Place(disk, true))
        .or(() -> place(in.unreserved(), volume).map(disk -> new Place(disk, false)));
  }

  private static Optional<Resource> place(Resources in, PersistentVolume volume) {
    for (Entry entry : in.entries()) {
      if (isFree(entry) && kind(entry) == volume.disk()) {
        Resource proto = entry.toProto(ResourceFormat.POST_REFINEMENT);
        boolean large = entry.millis() >= Math.round(volume.sizeMb() * 1000);
        if (entry.isIndivisible() && proto.getScalar().getValue() >= volume.sizeMb()) {
          return Optional.of(proto);
        }
        if (!entry.isIndivisible() && large) {
          return Optional.of(sized(proto, volume.sizeMb()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFree(Entry entry) {
    return entry.name().equals("disk")
        && !entry.isPersistentVolume()
        && !entry.isRevocable()
        && !entry.isShared();
  }

  private static PersistentVolume.Disk kind(Entry entry) {
    Source.Type type =
        entry.disk().map(disk -> disk.getSource().getType()).orElse(Source.Type.UNKNOWN);
    return switch (type) {
      case MOUNT -> PersistentVolume.Disk.MOUNT;
      case PATH -> PersistentVolume.Disk.PATH;
      case UNKNOWN, BLOCK, RAW -> PersistentVolume.Disk.ROOT;
    };
  }

  private static Resource sized(Resource resource, double amount) {
    return resource.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(amount)).build();
  }
}
