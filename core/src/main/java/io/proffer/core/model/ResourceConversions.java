package io.proffer.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** What the operations that change resources turn into what. */
public final class ResourceConversions {

  private ResourceConversions() {}

  /**
   * The conversions of an operation, to be done one after another.
   *
   * @param operation a RESERVE, UNRESERVE, CREATE, DESTROY, GROW_VOLUME or SHRINK_VOLUME
   * @throws InvalidResourcesException if its resources are invalid
   * @throws IllegalArgumentException if it is of another type
   */
  public static List<ResourceConversion> of(Operation operation) {
    return switch (operation.getType()) {
      case RESERVE -> List.of(reserve(operation.getReserve()));
      case UNRESERVE -> unreserve(operation.getUnreserve().getResourcesList());
      case CREATE -> create(operation.getCreate().getVolumesList());
      case DESTROY -> destroy(operation.getDestroy().getVolumesList());
      case GROW_VOLUME -> List.of(grow(operation.getGrowVolume()));
      case SHRINK_VOLUME -> List.of(shrink(operation.getShrinkVolume()));
      case LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK, UNKNOWN ->
          throw new IllegalArgumentException(
              operation.getType() + " is no operation that converts resources here");
    };
  }

  /** Why they cannot all be done to {@code resources}; empty if they can. */
  public static Optional<String> problem(
      Iterable<ResourceConversion> conversions, Resources resources) {
    Resources now = resources;
    for (ResourceConversion conversion : conversions) {
      Optional<String> problem = conversion.problemOf(now);
      if (problem.isPresent()) {
        return problem;
      }
      now = conversion.applyTo(now);
    }
    return Optional.empty();
  }

  /**
   * What {@code resources} become.
   *
   * @throws IllegalArgumentException if there is a {@link #problem}
   */
  public static Resources apply(Iterable<ResourceConversion> conversions, Resources resources) {
    Resources now = resources;
    for (ResourceConversion conversion : conversions) {
      now = conversion.applyTo(now);
    }
    return now;
  }

  private static ResourceConversion reserve(Operation.Reserve reserve) {
    List<Resource> source =
        reserve.getSourceCount() > 0 ? reserve.getSourceList() : popped(reserve.getResourcesList());
    return new ResourceConversion(Resources.of(source), Resources.of(reserve.getResourcesList()));
  }

  private static List<ResourceConversion> unreserve(List<Resource> reserved) {
    List<ResourceConversion> conversions = new ArrayList<>(reserved.size());
    for (Resource resource : reserved) {
      conversions.add(
          new ResourceConversion(
              Resources.of(List.of(resource)), Resources.of(popped(List.of(resource)))));
    }
    return conversions;
  }

  private static List<ResourceConversion> create(List<Resource> volumes) {
    List<ResourceConversion> conversions = new ArrayList<>(volumes.size());
    for (Resource volume : volumes) {
      conversions.add(
          new ResourceConversion(
              Resources.of(List.of(stripped(volume))), Resources.of(List.of(volume))));
    }
    return conversions;
  }

  private static List<ResourceConversion> destroy(List<Resource> volumes) {
    return create(volumes).stream().map(ResourceConversion::undone).toList();
  }

  private static ResourceConversion grow(Operation.GrowVolume grow) {
    Resource volume = grow.getVolume();
    double size = volume.getScalar().getValue() + grow.getAddition().getScalar().getValue();
    return new ResourceConversion(
        Resources.of(List.of(volume, grow.getAddition())),
        Resources.of(List.of(sized(volume, size))));
  }

  private static ResourceConversion shrink(Operation.ShrinkVolume shrink) {
    Resource volume = shrink.getVolume();
    double freed = shrink.getSubtract().getValue();
    double size = volume.getScalar().getValue() - freed;
    return new ResourceConversion(
        Resources.of(List.of(volume)),
        Resources.of(List.of(sized(volume, size), sized(stripped(volume), freed))));
  }

  private static Resource sized(Resource resource, double value) {
    return resource.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(value)).build();
  }

  /** Without the innermost reservation of each. */
  private static List<Resource> popped(List<Resource> resources) {
    List<Resource> popped = new ArrayList<>(resources.size());
    for (Resource resource : ResourceFormat.POST_REFINEMENT.convert(resources)) {
      int depth = resource.getReservationsCount();
      popped.add(
          depth == 0 ? resource : resource.toBuilder().removeReservations(depth - 1).build());
    }
    return popped;
  }

  /** The disk that a persistent volume is on. */
  public static Resource stripped(Resource volume) {
    Resource.Builder disk = volume.toBuilder().clearShared();
    if (disk.getDisk().hasSource()) {
      disk.getDiskBuilder().clearPersistence().clearVolume();
    } else {
      disk.clearDisk();
    }
    return disk.build();
  }
}
