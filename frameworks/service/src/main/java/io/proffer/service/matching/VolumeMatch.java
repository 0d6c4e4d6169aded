package io.proffer.service.matching;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Resources;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.Volume;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Finds disks for volumes, and the volumes that are made of them. */
final class VolumeMatch {

  private VolumeMatch() {}

  /** What a volume is called: unique among those of a role, and telling whose it is. */
  static String id(Volume.Persistent volume, String instance) {
    int uuid = instance.indexOf(".instance-");
    return instance.substring(0, uuid)
        + "#"
        + volume.containerPath()
        + "#"
        + instance.substring(uuid + ".instance-".length());
  }

  /** A disk for a volume, as much of it as it takes. */
  static Optional<Resource> disk(Resources from, Volume.Persistent volume) {
    for (Entry entry : from.entries()) {
      if (entry.name().equals("disk") && !entry.isPersistentVolume() && !entry.isShared()) {
        Resource disk = Reservation.proto(entry);
        if (fits(disk, entry, volume)) {
          return Optional.of(
              entry.isIndivisible()
                  ? disk
                  : disk.toBuilder()
                      .setScalar(Value.Scalar.newBuilder().setValue(volume.sizeMb()))
                      .build());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(Resource disk, Entry entry, Volume.Persistent volume) {
    DiskInfo.Source source = disk.getDisk().getSource();
    double size = entry.isIndivisible() ? disk.getScalar().getValue() : entry.millis() / 1000.0;
    boolean large = size >= volume.sizeMb();
    return switch (volume.disk()) {
      case ROOT -> large && !disk.getDisk().hasSource();
      case PATH ->
          large
              && source.getType() == DiskInfo.Source.Type.PATH
              && allowed(volume, source.getPath().getRoot());
      case MOUNT ->
          large
              && source.getType() == DiskInfo.Source.Type.MOUNT
              && volume.maxSizeMb().filter(most -> size > most).isEmpty()
              && allowed(volume, source.getMount().getRoot());
    };
  }

  private static boolean allowed(Volume.Persistent volume, String root) {
    for (Constraint constraint : volume.paths()) {
      boolean like = Pattern.matches(constraint.value().orElse(""), root);
      if (like != (constraint.operator() == Constraint.Operator.LIKE)) {
        return false;
      }
    }
    return true;
  }

  /** The volume that is made of a reserved disk. */
  static Resource on(Resource reserved, Volume.Persistent volume, String instance) {
    DiskInfo.Builder info = reserved.getDisk().toBuilder();
    info.getPersistenceBuilder().setId(id(volume, instance));
    Protos.Resource.ReservationInfo home =
        reserved.getReservations(reserved.getReservationsCount() - 1);
    if (home.hasPrincipal()) {
      info.getPersistenceBuilder().setPrincipal(home.getPrincipal());
    }
    info.setVolume(
        Protos.Volume.newBuilder()
            .setContainerPath(volume.containerPath())
            .setMode(Protos.Volume.Mode.RW));
    return reserved.toBuilder().setDisk(info).build();
  }

  /** A volume that is there already. */
  static Optional<Resource> find(Resources in, String id) {
    return in.entries().stream()
        .filter(Entry::isPersistentVolume)
        .map(Reservation::proto)
        .filter(volume -> volume.getDisk().getPersistence().getId().equals(id))
        .findFirst();
  }
}
