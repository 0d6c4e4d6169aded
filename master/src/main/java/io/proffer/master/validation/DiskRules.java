package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;

/** A disk that is more than space is a persistent volume on reserved disk, or has a source. */
final class DiskRules {
  private DiskRules() {}

  static Optional<String> problem(Resource resource) {
    if (!resource.hasDisk()) {
      return Optional.empty();
    }
    DiskInfo disk = resource.getDisk();
    if (disk.hasPersistence()) {
      return problemOfVolume(resource, disk);
    }
    if (disk.hasVolume()) {
      return Optional.of("Non-persistent volume not supported");
    }
    return disk.hasSource() ? Optional.empty() : Optional.of("DiskInfo is set but empty");
  }

  private static Optional<String> problemOfVolume(Resource resource, DiskInfo disk) {
    if (resource.hasRevocable()) {
      return Optional.of("Persistent volumes cannot be created from revocable resources");
    }
    if (isUnreserved(resource)) {
      return Optional.of("Persistent volumes cannot be created from unreserved resources");
    }
    if (!disk.hasVolume()) {
      return Optional.of("Expecting 'volume' to be set for persistent volume");
    }
    if (disk.getVolume().hasHostPath()) {
      return Optional.of("Expecting 'host_path' to be unset for persistent volume");
    }
    return IdRule.problem(disk.getPersistence().getId())
        .map(why -> "Invalid persistence ID for persistent volume: " + why);
  }

  @SuppressWarnings("deprecation") // old clients still say it so
  private static boolean isUnreserved(Resource resource) {
    return resource.getReservationsCount() == 0
        && (!resource.hasRole() || resource.getRole().equals("*"));
  }
}
