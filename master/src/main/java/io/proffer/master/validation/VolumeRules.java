package io.proffer.master.validation;

import static io.proffer.master.validation.OperationValidation.role;
import static io.proffer.master.validation.OperationValidation.text;

import io.proffer.core.model.Resources;
import io.proffer.master.state.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Volume;

/** CREATE and DESTROY. */
final class VolumeRules {
  private VolumeRules() {}

  static Optional<String> problemOfCreate(List<Resource> volumes, OperationTarget target) {
    Optional<String> problem =
        OperationValidation.problemOfResources(volumes)
            .or(() -> notPersistent(volumes))
            .or(() -> repeated(volumes, target));
    if (problem.isPresent()) {
      return problem;
    }
    for (Resource volume : volumes) {
      Optional<String> one =
          problemOfSharing(volume, target)
              .or(() -> problemOfAgent(volume, target))
              .or(() -> problemOfPrincipal(volume, target));
      if (one.isPresent()) {
        return one;
      }
    }
    return OperationValidation.problemOfRoles(volumes)
        .map(why -> "Invalid volume resources: " + why);
  }

  static Optional<String> problemOfDestroy(List<Resource> volumes, OperationTarget target) {
    Optional<String> problem =
        OperationValidation.problemOfResources(volumes).or(() -> notPersistent(volumes));
    if (problem.isPresent()) {
      return problem;
    }
    Resources used = target.state().usedOn(target.agent().id());
    for (Resource volume : volumes) {
      if (!target.agent().total().contains(Resources.of(List.of(volume)))) {
        return Optional.of("Persistent volumes not found");
      }
    }
    for (Resource volume : volumes) {
      if (used.contains(Resources.of(List.of(volume)))) {
        return Optional.of("Persistent volumes in use");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> notPersistent(List<Resource> volumes) {
    return volumes.stream()
        .map(VolumeRules::problemOfVolume)
        .flatMap(Optional::stream)
        .findFirst()
        .map(why -> "Not a persistent volume: " + why);
  }

  /** Why a resource is no persistent volume; empty if it is one. */
  static Optional<String> problemOfVolume(Resource volume) {
    if (!volume.hasDisk()) {
      return Optional.of("Resource " + text(volume) + " does not have DiskInfo");
    }
    if (!volume.getDisk().hasPersistence()) {
      return Optional.of("'persistence' is not set in DiskInfo");
    }
    if (!volume.getDisk().hasVolume()) {
      return Optional.of("Expecting 'volume' to be set for persistent volume");
    }
    return volume.getDisk().getVolume().getMode() == Volume.Mode.RO
        ? Optional.of("Read-only persistent volume not supported")
        : Optional.empty();
  }

  private static Optional<String> repeated(List<Resource> volumes, OperationTarget target) {
    List<Resource> all = new ArrayList<>(target.agent().total().persistentVolumes().toProtos());
    all.addAll(volumes);
    return ResourceRules.repeatedVolume(all);
  }

  private static Optional<String> problemOfSharing(Resource volume, OperationTarget target) {
    Optional<Framework> framework = target.framework();
    if (framework.isEmpty()
        || !volume.hasShared()
        || framework.get().can(Capability.Type.SHARED_RESOURCES)) {
      return Optional.empty();
    }
    return Optional.of(
        "Create volume operation for '%s' has been attempted by framework '%s' with no"
                .formatted(text(volume), framework.get().id())
            + " SHARED_RESOURCES capability");
  }

  private static Optional<String> problemOfAgent(Resource volume, OperationTarget target) {
    if (role(volume).contains("/") && !target.agentCan("HIERARCHICAL_ROLE")) {
      return Optional.of(
          "Volume %s with reservation for hierarchical role '%s' cannot be created on an agent"
                  .formatted(text(volume), role(volume))
              + " without HIERARCHICAL_ROLE capability");
    }
    return volume.getReservationsCount() > 1 && !target.agentCan("RESERVATION_REFINEMENT")
        ? Optional.of(
            "Volume "
                + text(volume)
                + " with reservation refinement cannot be created on an agent without"
                + " RESERVATION_REFINEMENT capability")
        : Optional.empty();
  }

  private static Optional<String> problemOfPrincipal(Resource volume, OperationTarget target) {
    if (target.principal().isEmpty()) {
      return Optional.empty();
    }
    String principal = target.principal().get();
    Resource.DiskInfo.Persistence persistence = volume.getDisk().getPersistence();
    if (!persistence.hasPrincipal()) {
      return Optional.of(
          "Create volume operation attempted by principal '%s', but there is a volume in the"
                  .formatted(principal)
              + " operation with no principal set in 'disk.persistence'");
    }
    return persistence.getPrincipal().equals(principal)
        ? Optional.empty()
        : Optional.of(
            "Create volume operation attempted by authenticated principal '%s', which does not"
                    .formatted(principal)
                + " match a volume in the operation with principal '"
                + persistence.getPrincipal()
                + "' set in 'disk.persistence'");
  }
}
