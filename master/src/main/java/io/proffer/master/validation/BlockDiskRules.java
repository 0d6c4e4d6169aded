package io.proffer.master.validation;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation.CreateDisk;
import org.apache.mesos.v1.Protos.Offer.Operation.DestroyDisk;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;

/** CREATE_DISK and DESTROY_DISK, which only resource providers can do. */
final class BlockDiskRules {
  private BlockDiskRules() {}

  static Optional<String> problemOfCreate(CreateDisk create, OperationTarget target) {
    return notSupported(target)
        .or(() -> problemOfSource(create.getSource()))
        .or(() -> problemOf(create));
  }

  private static Optional<String> problemOf(CreateDisk create) {
    Source source = create.getSource().getDisk().getSource();
    if (!isDisk(create.getSource()) || source.getType() != Source.Type.RAW) {
      return Optional.of("'source' is not a RAW disk resource");
    }
    if (create.getTargetType() != Source.Type.MOUNT
        && create.getTargetType() != Source.Type.BLOCK) {
      return Optional.of("'target_type' is neither MOUNT or BLOCK");
    }
    if (source.hasProfile() == create.hasTargetProfile()) {
      return Optional.of(
          create.hasTargetProfile()
              ? "'target_profile' must not be set when 'source' has a profile"
              : "'target_profile' must be set when 'source' has no profile");
    }
    return Optional.empty();
  }

  static Optional<String> problemOfDestroy(DestroyDisk destroy, OperationTarget target) {
    return notSupported(target)
        .or(() -> problemOfSource(destroy.getSource()))
        .or(() -> problemOf(destroy.getSource()));
  }

  private static Optional<String> problemOf(Resource disk) {
    Source source = disk.getDisk().getSource();
    boolean known =
        switch (source.getType()) {
          case MOUNT, BLOCK, RAW -> isDisk(disk);
          case PATH, UNKNOWN -> false;
        };
    if (!known) {
      return Optional.of("'source' is neither a MOUNT, BLOCK or RAW disk resource");
    }
    if (!source.hasId()) {
      return Optional.of("'source' is not backed by a CSI volume");
    }
    return disk.getDisk().hasPersistence()
        ? Optional.of(
            "A disk resource containing a persistent volume %s cannot be destroyed directly. Please"
                    .formatted(OperationValidation.text(disk))
                + " destroy the persistent volume first then destroy the disk resource")
        : Optional.empty();
  }

  private static Optional<String> notSupported(OperationTarget target) {
    return target.agentCan("RESOURCE_PROVIDER")
        ? Optional.empty()
        : Optional.of("the agent does not have RESOURCE_PROVIDER capability");
  }

  private static Optional<String> problemOfSource(Resource source) {
    return OperationValidation.problemOfEach(List.of(source))
        .map(why -> "Invalid resource: " + why)
        .or(
            () ->
                source.hasProviderId()
                    ? Optional.empty()
                    : Optional.of("'source' is not managed by a resource provider"));
  }

  private static boolean isDisk(Resource resource) {
    return resource.getName().equals("disk") && resource.getDisk().hasSource();
  }
}
