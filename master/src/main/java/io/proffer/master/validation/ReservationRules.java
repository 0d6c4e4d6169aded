package io.proffer.master.validation;

import static io.proffer.master.validation.OperationValidation.isDynamicallyReserved;
import static io.proffer.master.validation.OperationValidation.role;
import static io.proffer.master.validation.OperationValidation.text;

import io.proffer.master.state.Framework;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/** RESERVE and UNRESERVE. */
final class ReservationRules {
  private ReservationRules() {}

  static Optional<String> problemOfReserve(List<Resource> resources, OperationTarget target) {
    Optional<String> problem = OperationValidation.problemOfResources(resources);
    if (problem.isPresent()) {
      return problem;
    }
    for (Resource resource : resources) {
      Optional<String> one =
          problemOfOne(resource, target)
              .or(() -> problemOfPrincipal(resource, target))
              .or(() -> problemOfAllocation(resource, target));
      if (one.isPresent()) {
        return one;
      }
    }
    return OperationValidation.problemOfRoles(resources)
        .map(why -> "Invalid reservation resources: " + why);
  }

  static Optional<String> problemOfUnreserve(List<Resource> resources) {
    Optional<String> problem = OperationValidation.problemOfResources(resources);
    if (problem.isPresent()) {
      return problem;
    }
    for (Resource resource : resources) {
      if (!isDynamicallyReserved(resource)) {
        return Optional.of(notReserved(resource));
      }
      if (resource.getDisk().hasPersistence()) {
        return Optional.of(
            "A dynamically reserved persistent volume "
                + text(resource)
                + " cannot be unreserved directly. Please destroy the persistent volume first then"
                + " unreserve the resource");
      }
    }
    return Optional.empty();
  }

  private static String notReserved(Resource resource) {
    return "Resource " + text(resource) + " is not dynamically reserved";
  }

  private static Optional<String> problemOfOne(Resource resource, OperationTarget target) {
    if (!isDynamicallyReserved(resource)) {
      return Optional.of(notReserved(resource));
    }
    if (role(resource).contains("/") && !target.agentCan("HIERARCHICAL_ROLE")) {
      return Optional.of(
          "Resource %s with reservation for hierarchical role '%s' cannot be reserved on an agent"
                  .formatted(text(resource), role(resource))
              + " without HIERARCHICAL_ROLE capability");
    }
    if (resource.getReservationsCount() > 1 && !target.agentCan("RESERVATION_REFINEMENT")) {
      return Optional.of(
          "Resource "
              + text(resource)
              + " with reservation refinement cannot be reserved on an agent without"
              + " RESERVATION_REFINEMENT capability");
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfPrincipal(Resource resource, OperationTarget target) {
    if (target.principal().isEmpty()) {
      return Optional.empty();
    }
    String principal = target.principal().get();
    Resource.ReservationInfo reservation =
        resource.getReservations(resource.getReservationsCount() - 1);
    if (!reservation.hasPrincipal()) {
      return Optional.of(
          "A reserve operation was attempted by principal '%s', but there is a reserved resource in"
                  .formatted(principal)
              + " the request with no principal set");
    }
    return reservation.getPrincipal().equals(principal)
        ? Optional.empty()
        : Optional.of(
            "A reserve operation was attempted by authenticated principal '%s', which does not"
                    .formatted(principal)
                + " match a reserved resource in the request with principal '"
                + reservation.getPrincipal()
                + "'");
  }

  private static Optional<String> problemOfAllocation(Resource resource, OperationTarget target) {
    if (target.framework().isEmpty()) {
      return resource.hasAllocationInfo()
          ? Optional.of(
              "A reserve operation was attempted with an allocated resource, but the operator API"
                  + " only allows reservations to be made to unallocated resources")
          : Optional.empty();
    }
    Framework framework = target.framework().get();
    String allocated = resource.getAllocationInfo().getRole();
    if (!allocated.equals(role(resource))) {
      return Optional.of(
          "A reserve operation was attempted for a resource with role '%s', but the resource was"
                  .formatted(role(resource))
              + " allocated to role '"
              + allocated
              + "'");
    }
    return framework.roles().contains(allocated)
        ? Optional.empty()
        : Optional.of(
            "A reserve operation was attempted for a resource allocated to role '%s', but the"
                    .formatted(allocated)
                + " framework only has roles '{ "
                + String.join(", ", framework.roles())
                + " }'");
  }
}
