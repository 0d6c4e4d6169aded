package io.proffer.master.validation;

import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Whether an operation on resources may be done, whatever is left of the offers it is done on:
 * checks in Mesos' order, each answering with the reason it refuses. The first reason counts.
 */
public final class OperationValidation {
  private OperationValidation() {}

  /** Why the resources of an operation cannot be understood; empty if they can. */
  public static Optional<String> problemOfForm(Operation operation) {
    Optional<String> problem = Resources.problem(resourcesOf(operation));
    if (problem.isEmpty() && operation.getReserve().getSourceCount() > 0) {
      return Optional.of("Reservation updates are not yet implemented for the scheduler API.");
    }
    return problem;
  }

  /**
   * Why an operation may not be done; empty if it may.
   *
   * @param operation well-formed, as {@link #normalized} makes it
   */
  public static Optional<String> problem(Operation operation, OperationTarget target) {
    Optional<String> problem =
        switch (operation.getType()) {
          case RESERVE ->
              ReservationRules.problemOfReserve(operation.getReserve().getResourcesList(), target);
          case UNRESERVE ->
              ReservationRules.problemOfUnreserve(operation.getUnreserve().getResourcesList());
          case CREATE ->
              VolumeRules.problemOfCreate(operation.getCreate().getVolumesList(), target);
          case DESTROY ->
              VolumeRules.problemOfDestroy(operation.getDestroy().getVolumesList(), target);
          case GROW_VOLUME -> ResizeRules.problemOfGrow(operation.getGrowVolume(), target);
          case SHRINK_VOLUME -> ResizeRules.problemOfShrink(operation.getShrinkVolume(), target);
          case CREATE_DISK -> BlockDiskRules.problemOfCreate(operation.getCreateDisk(), target);
          case DESTROY_DISK -> BlockDiskRules.problemOfDestroy(operation.getDestroyDisk(), target);
          case LAUNCH, LAUNCH_GROUP, UNKNOWN -> Optional.of("Operation not supported");
        };
    return problem.map(why -> why + "; on agent " + target.agentText());
  }

  /**
   * The operation with its resources in the format after refinement, and allocated to {@code role}
   * where they name no other.
   */
  public static Operation normalized(Operation operation, String role) {
    return mapped(
        operation,
        resource -> {
          Resource post = ResourceFormat.POST_REFINEMENT.convert(resource);
          return post.hasAllocationInfo()
              ? post
              : post.toBuilder()
                  .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
                  .build();
        });
  }

  /** The operation with its resources in the format after refinement. */
  public static Operation upgraded(Operation operation) {
    return mapped(operation, ResourceFormat.POST_REFINEMENT::convert);
  }

  /** The operation without a word about whom its resources are allocated to. */
  public static Operation unallocated(Operation operation) {
    return mapped(
        operation,
        resource ->
            ResourceFormat.POST_REFINEMENT.convert(resource).toBuilder()
                .clearAllocationInfo()
                .build());
  }

  private static Operation mapped(Operation operation, UnaryOperator<Resource> change) {
    Operation.Builder mapped = operation.toBuilder();
    switch (operation.getType()) {
      case RESERVE ->
          mapped.getReserveBuilder().getResourcesBuilderList().forEach(r -> set(r, change));
      case UNRESERVE ->
          mapped.getUnreserveBuilder().getResourcesBuilderList().forEach(r -> set(r, change));
      case CREATE -> mapped.getCreateBuilder().getVolumesBuilderList().forEach(r -> set(r, change));
      case DESTROY ->
          mapped.getDestroyBuilder().getVolumesBuilderList().forEach(r -> set(r, change));
      case GROW_VOLUME -> {
        set(mapped.getGrowVolumeBuilder().getVolumeBuilder(), change);
        set(mapped.getGrowVolumeBuilder().getAdditionBuilder(), change);
      }
      case SHRINK_VOLUME -> set(mapped.getShrinkVolumeBuilder().getVolumeBuilder(), change);
      case CREATE_DISK -> set(mapped.getCreateDiskBuilder().getSourceBuilder(), change);
      case DESTROY_DISK -> set(mapped.getDestroyDiskBuilder().getSourceBuilder(), change);
      case LAUNCH, LAUNCH_GROUP, UNKNOWN -> {}
    }
    return mapped.build();
  }

  private static void set(Resource.Builder resource, UnaryOperator<Resource> change) {
    Resource changed = change.apply(resource.buildPartial());
    resource.clear().mergeFrom(changed);
  }

  private static List<Resource> resourcesOf(Operation operation) {
    return switch (operation.getType()) {
      case RESERVE -> {
        List<Resource> all = new ArrayList<>(operation.getReserve().getSourceList());
        all.addAll(operation.getReserve().getResourcesList());
        yield all;
      }
      case UNRESERVE -> operation.getUnreserve().getResourcesList();
      case CREATE -> operation.getCreate().getVolumesList();
      case DESTROY -> operation.getDestroy().getVolumesList();
      case GROW_VOLUME ->
          List.of(operation.getGrowVolume().getVolume(), operation.getGrowVolume().getAddition());
      case SHRINK_VOLUME -> List.of(operation.getShrinkVolume().getVolume());
      case CREATE_DISK -> List.of(operation.getCreateDisk().getSource());
      case DESTROY_DISK -> List.of(operation.getDestroyDisk().getSource());
      case LAUNCH, LAUNCH_GROUP, UNKNOWN -> List.of();
    };
  }

  /** What holds for the resources of every operation. */
  static Optional<String> problemOfResources(List<Resource> resources) {
    if (resources.isEmpty()) {
      return Optional.of("Operation contains no resources");
    }
    return problemOfEach(resources)
        .or(() -> problemOfProviders(resources))
        .map(why -> "Invalid resources: " + why);
  }

  /** Those of one operation are all of one resource provider, or all of the agent. */
  private static Optional<String> problemOfProviders(List<Resource> resources) {
    List<String> providers =
        resources.stream()
            .filter(Resource::hasProviderId)
            .map(r -> r.getProviderId().getValue())
            .distinct()
            .toList();
    if (providers.isEmpty()) {
      return Optional.empty();
    }
    if (!resources.stream().allMatch(Resource::hasProviderId)) {
      return Optional.of("Some resources have a resource provider and some do not");
    }
    return providers.size() == 1
        ? Optional.empty()
        : Optional.of(
            "The resources have multiple resource providers: " + String.join(", ", providers));
  }

  static Optional<String> problemOfEach(List<Resource> resources) {
    return ResourceRules.problemOfEach(resources, Resources.of(resources))
        .or(() -> problemOfReservations(resources));
  }

  private static Optional<String> problemOfReservations(List<Resource> resources) {
    for (Resource resource : resources) {
      if (isDynamicallyReserved(resource) && resource.hasRevocable()) {
        return Optional.of(
            "Dynamically reserved resource "
                + text(resource)
                + " cannot be created from revocable resources");
      }
    }
    return Optional.empty();
  }

  static Optional<String> problemOfRoles(List<Resource> resources) {
    Set<String> roles = new HashSet<>();
    String first = "";
    for (Resource resource : resources) {
      String role = resource.getAllocationInfo().getRole();
      if (roles.isEmpty()) {
        first = role;
      }
      if (roles.add(role) && roles.size() > 1) {
        return Optional.of(
            "The resources have multiple allocation roles ('%s' and '%s') but only one allocation"
                    .formatted(role, first)
                + " role is allowed");
      }
    }
    return Optional.empty();
  }

  static boolean isDynamicallyReserved(Resource resource) {
    int depth = resource.getReservationsCount();
    return depth > 0
        && resource.getReservations(depth - 1).getType() == Resource.ReservationInfo.Type.DYNAMIC;
  }

  /** The role it is reserved to; the default one when it is not. */
  static String role(Resource resource) {
    int depth = resource.getReservationsCount();
    return depth == 0 ? "*" : resource.getReservations(depth - 1).getRole();
  }

  static String text(Resource resource) {
    Resources one = Resources.of(List.of(resource));
    return resource.hasAllocationInfo()
        ? one.toString(resource.getAllocationInfo().getRole())
        : one.toString();
  }
}
