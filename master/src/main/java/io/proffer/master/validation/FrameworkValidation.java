package io.proffer.master.validation;

import io.proffer.core.model.Roles;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.OfferFilters;

/** What a framework may say about itself, at SUBSCRIBE and UPDATE_FRAMEWORK. */
public final class FrameworkValidation {
  // Beyond it, nanoseconds do not fit into a long.
  private static final double MAX_TIMEOUT_SECONDS = 9_223_372_036.0;

  private FrameworkValidation() {}

  /** What a framework with this information is subscribed to. */
  @SuppressWarnings("deprecation") // old clients still say it so
  public static SortedSet<String> roles(FrameworkInfo info) {
    return new TreeSet<>(isMultiRole(info) ? info.getRolesList() : List.of(info.getRole()));
  }

  /** Why this information is not valid, in Mesos' words; empty if it is. */
  public static Optional<String> problem(FrameworkInfo info) {
    return problemOfRoles(info)
        .or(() -> problemOfId(info))
        .or(() -> problemOfOfferFilters(info))
        .or(() -> problemOfFailoverTimeout(info));
  }

  /** Why suppressed roles, or roles with constraints, are not among the framework's. */
  public static Optional<String> problemOfOptions(
      FrameworkInfo info, List<String> suppressed, Collection<String> constrained) {
    if (suppressed.isEmpty() && constrained.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> roles = roles(info);
    Set<String> foreign = new LinkedHashSet<>(suppressed);
    foreign.removeAll(roles);
    if (!foreign.isEmpty()) {
      return Optional.of(
          "Suppressed roles " + braced(foreign) + " are not contained in the set of roles");
    }
    return constrained.stream()
        .filter(role -> !roles.contains(role))
        .findFirst()
        .map(
            role ->
                "Offer constraints specify `role_constraints` for a role '"
                    + role
                    + "' not contained in the set of roles");
  }

  /** Why a known framework may not become this. */
  public static Optional<String> problemOfUpdate(FrameworkInfo from, FrameworkInfo to) {
    if (from.hasPrincipal() != to.hasPrincipal()
        || !from.getPrincipal().equals(to.getPrincipal())) {
      // The old principal is nobody's business who merely knows the framework's id.
      return Optional.of("Changing framework's principal is not allowed.");
    }
    if (!from.getUser().equals(to.getUser())) {
      return unsupported("user", from.getUser(), to.getUser());
    }
    if (from.getCheckpoint() != to.getCheckpoint()) {
      return unsupported(
          "checkpoint",
          Boolean.toString(from.getCheckpoint()),
          Boolean.toString(to.getCheckpoint()));
    }
    return Optional.empty();
  }

  private static Optional<String> unsupported(String field, String from, String to) {
    return Optional.of(
        String.format(
            "Updating 'FrameworkInfo.%s' is unsupported; attempted to update from '%s' to '%s'",
            field, from, to));
  }

  @SuppressWarnings("deprecation") // old clients still say it so
  private static Optional<String> problemOfRoles(FrameworkInfo info) {
    if (!isMultiRole(info)) {
      return info.getRolesCount() > 0
          ? Optional.of(
              "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable")
          : Roles.problem(info.getRole())
              .map(why -> "'FrameworkInfo.role' is not a valid role: " + why);
    }
    if (info.hasRole()) {
      return Optional.of(
          "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
    }
    Set<String> seen = new LinkedHashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    for (String role : info.getRolesList()) {
      if (!seen.add(role)) {
        repeated.add(role);
      }
    }
    if (!repeated.isEmpty()) {
      return Optional.of("'FrameworkInfo.roles' contains duplicate items: " + braced(repeated));
    }
    for (String role : seen) {
      Optional<String> problem = Roles.problem(role);
      if (problem.isPresent()) {
        return problem.map(why -> "'FrameworkInfo.roles' contains invalid role: " + why);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfId(FrameworkInfo info) {
    String id = info.getId().getValue();
    return id.isEmpty() ? Optional.empty() : IdRule.problem(id);
  }

  private static Optional<String> problemOfOfferFilters(FrameworkInfo info) {
    for (OfferFilters filters : info.getOfferFiltersMap().values()) {
      Optional<String> problem = problemOf(filters);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOf(OfferFilters filters) {
    for (OfferFilters.ResourceQuantities least :
        filters.getMinAllocatableResources().getQuantitiesList()) {
      if (least.getQuantitiesCount() == 0) {
        return Optional.of("Resource quantities must contain at least one quantity");
      }
      for (var quantity : least.getQuantitiesMap().entrySet()) {
        Optional<String> problem = problemOf(quantity.getValue().getValue());
        if (problem.isPresent()) {
          return problem.map(
              why -> "Invalid resource quantity for '" + quantity.getKey() + "': " + why);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOf(double quantity) {
    if (Double.isInfinite(quantity)) {
      return Optional.of("Infinite values not supported");
    }
    if (Double.isNaN(quantity)) {
      return Optional.of("NaN not supported");
    }
    return quantity < 0 ? Optional.of("Negative values not supported") : Optional.empty();
  }

  private static Optional<String> problemOfFailoverTimeout(FrameworkInfo info) {
    double seconds = info.getFailoverTimeout();
    return Math.abs(seconds) <= MAX_TIMEOUT_SECONDS
        ? Optional.empty()
        : Optional.of("The framework failover_timeout (" + seconds + ") is invalid");
  }

  private static boolean isMultiRole(FrameworkInfo info) {
    for (Capability capability : info.getCapabilitiesList()) {
      if (capability.getType() == Capability.Type.MULTI_ROLE) {
        return true;
      }
    }
    return false;
  }

  /** As Mesos writes a set. */
  private static String braced(Collection<String> items) {
    return "{ " + String.join(", ", items) + " }";
  }
}
