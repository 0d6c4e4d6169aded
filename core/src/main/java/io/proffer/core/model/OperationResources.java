package io.proffer.core.model;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** Of whose resources an operation is, and what becomes of them meanwhile. */
public final class OperationResources {

  private OperationResources() {}

  /**
   * The resource provider whose resources an operation is on; empty when they are an agent's own.
   */
  public static Optional<ProviderId> provider(Operation operation) {
    return named(operation).stream()
        .findFirst()
        .filter(Resource::hasProviderId)
        .map(resource -> ProviderId.of(resource.getProviderId()));
  }

  /**
   * Whether it is known beforehand what an operation makes, so that others can build on it before
   * it is done.
   */
  public static boolean isSpeculative(Operation operation) {
    return switch (operation.getType()) {
      case RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME, SHRINK_VOLUME -> true;
      case CREATE_DISK, DESTROY_DISK, LAUNCH, LAUNCH_GROUP, UNKNOWN -> false;
    };
  }

  /**
   * What nobody can use while CREATE_DISK or DESTROY_DISK goes on; empty for any other operation.
   *
   * @throws InvalidResourcesException if it is invalid
   */
  public static Resources heldBy(Operation operation) {
    return switch (operation.getType()) {
      case CREATE_DISK -> Resources.of(List.of(operation.getCreateDisk().getSource()));
      case DESTROY_DISK -> Resources.of(List.of(operation.getDestroyDisk().getSource()));
      case RESERVE,
          UNRESERVE,
          CREATE,
          DESTROY,
          GROW_VOLUME,
          SHRINK_VOLUME,
          LAUNCH,
          LAUNCH_GROUP,
          UNKNOWN ->
          Resources.empty();
    };
  }

  private static List<Resource> named(Operation operation) {
    return switch (operation.getType()) {
      case RESERVE -> operation.getReserve().getResourcesList();
      case UNRESERVE -> operation.getUnreserve().getResourcesList();
      case CREATE -> operation.getCreate().getVolumesList();
      case DESTROY -> operation.getDestroy().getVolumesList();
      case GROW_VOLUME -> List.of(operation.getGrowVolume().getVolume());
      case SHRINK_VOLUME -> List.of(operation.getShrinkVolume().getVolume());
      case CREATE_DISK -> List.of(operation.getCreateDisk().getSource());
      case DESTROY_DISK -> List.of(operation.getDestroyDisk().getSource());
      case LAUNCH, LAUNCH_GROUP, UNKNOWN -> List.of();
    };
  }
}
