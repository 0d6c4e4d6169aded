package io.proffer.master.validation;

import io.proffer.core.model.Quantities;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaView;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;

/** What makes quotas such as can be; in Mesos' words. */
public final class QuotaRules {
  private static final double MAX_MEGABYTES = 1L << 40;
  private static final double MAX_OF_OTHERS = 1e12;
  private static final String CONFIG = "Invalid QuotaConfig: ";
  private static final String REQUEST = "Failed to validate set quota request: ";
  private static final String FORCE = "bypass this check)";

  private QuotaRules() {}

  /** Why these quotas could not be, whatever else there is; empty if they could. */
  public static Optional<String> problem(List<QuotaConfig> configs) {
    return configs.stream().flatMap(config -> problem(config).stream()).findFirst();
  }

  private static Optional<String> problem(QuotaConfig config) {
    if (config.getRole().contains("/")) {
      return Optional.of(
          "Updating quota on nested role '" + config.getRole() + "' is not supported yet");
    }
    return (config.hasRole() ? Optional.<String>empty() : missingRole())
        .or(() -> Roles.problem(config.getRole()).map(why -> "Invalid 'QuotaConfig.role': " + why))
        .or(() -> tooLarge("guarantees", config.getGuaranteesMap()))
        .or(() -> tooLarge("limits", config.getLimitsMap()))
        .or(() -> noAmount("guarantee", config.getGuaranteesMap()))
        .or(() -> noAmount("limit", config.getLimitsMap()))
        .or(() -> guaranteesBeyondLimits(config))
        .map(why -> CONFIG + why);
  }

  private static Optional<String> missingRole() {
    return Optional.of("'QuotaConfig.role' must be set");
  }

  private static Optional<String> tooLarge(String field, Map<String, Value.Scalar> amounts) {
    for (Map.Entry<String, Value.Scalar> amount : new TreeMap<>(amounts).entrySet()) {
      boolean bytes = amount.getKey().equals("mem") || amount.getKey().equals("disk");
      double value = amount.getValue().getValue();
      if (Double.isFinite(value) && value > (bytes ? MAX_MEGABYTES : MAX_OF_OTHERS)) {
        return Optional.of(
            "Invalid 'QuotaConfig.%s': {'%s': %s} is invalid: values greater than %s are not supported"
                .formatted(
                    field,
                    amount.getKey(),
                    text(value),
                    bytes ? "1 exabyte (1099511627776)" : "1 trillion (1000000000000)"));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> noAmount(String field, Map<String, Value.Scalar> amounts) {
    for (Map.Entry<String, Value.Scalar> amount : new TreeMap<>(amounts).entrySet()) {
      double value = amount.getValue().getValue();
      String why =
          Double.isNaN(value)
              ? "NaN not supported"
              : Double.isInfinite(value)
                  ? "Infinite values not supported"
                  : value < 0 ? "Negative values not supported" : "";
      if (!why.isEmpty()) {
        return Optional.of(
            "Invalid %s configuration {'%s': %s}: %s"
                .formatted(field, amount.getKey(), text(value), why));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> guaranteesBeyondLimits(QuotaConfig config) {
    Quota quota = Quota.of(config);
    return quota.limits().allow(quota.guarantees())
        ? Optional.empty()
        : Optional.of(
            "'QuotaConfig.guarantees' %s is not contained within the 'QuotaConfig.limits' %s"
                .formatted(quota.guarantees(), quota.limits()));
  }

  /** Why there cannot be these quotas as things are, unless it is forced; empty if there can. */
  public static Optional<String> conflict(List<QuotaConfig> configs, QuotaView view) {
    for (QuotaConfig config : configs) {
      Quantities limits = Quota.of(config).limits();
      Quantities consumed = view.use(config.getRole()).consumed();
      if (!limits.allow(consumed)) {
        return Optional.of(
            (CONFIG
                    + "Role '%s' is already consuming '%s'; this is more than the requested limits"
                    + " '%s' (use 'force' flag to "
                    + FORCE)
                .formatted(config.getRole(), consumed, limits));
      }
    }
    Quantities total = totalGuarantees(configs, view);
    return view.capacity().contains(total)
        ? Optional.empty()
        : Optional.of(
            (CONFIG
                    + "total quota guarantees '%s' exceed cluster capacity '%s'"
                    + " (use 'force' flag to "
                    + FORCE)
                .formatted(total, view.capacity()));
  }

  /** What all roles are guaranteed together once there are these quotas. */
  public static Quantities totalGuarantees(List<QuotaConfig> configs, QuotaView view) {
    Map<String, Quota> after = new TreeMap<>(view.quotas());
    configs.forEach(config -> after.put(config.getRole(), Quota.of(config)));
    return after.values().stream().map(Quota::guarantees).reduce(Quantities.NONE, Quantities::plus);
  }

  /** Why a quota cannot be asked for in the old way; empty if it can. */
  public static Optional<String> problem(QuotaRequest request, QuotaView view) {
    String role = request.getRole();
    return Resources.problem(request.getGuaranteeList())
        .map(why -> "QuotaInfo with invalid resource: " + why)
        .or(() -> problemOfForm(request))
        .or(() -> already(role, view))
        .map(why -> REQUEST + why)
        .or(
            () ->
                role.contains("/")
                    ? Optional.of(
                        "Setting quota on nested role '" + role + "' is not supported yet")
                    : Optional.empty());
  }

  private static Optional<String> already(String role, QuotaView view) {
    return view.quotas().containsKey(role)
        ? Optional.of("Cannot set quota for role '" + role + "' which already has quota")
        : Optional.empty();
  }

  private static Optional<String> problemOfForm(QuotaRequest request) {
    if (!request.hasRole()) {
      return Optional.of("QuotaInfo must specify a role");
    }
    Optional<String> ofRole = Roles.problem(request.getRole());
    if (ofRole.isPresent()) {
      return Optional.of("QuotaInfo with invalid role: " + ofRole.get());
    }
    if (request.getGuaranteeCount() == 0) {
      return Optional.of("QuotaInfo with empty 'guarantee'");
    }
    Set<String> names = new HashSet<>();
    for (Resource resource : request.getGuaranteeList()) {
      Optional<String> problem = problem(resource, names);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("deprecation") // the role of a resource is how it was reserved once
  private static Optional<String> problem(Resource resource, Set<String> names) {
    boolean ofRole = resource.hasRole() && !resource.getRole().equals(Roles.DEFAULT);
    if (resource.getReservationsCount() > 0 || resource.hasReservation() || ofRole) {
      return Optional.of("QuotaInfo must not contain any ReservationInfo");
    }
    if (resource.hasDisk()) {
      return Optional.of("QuotaInfo must not contain DiskInfo");
    }
    if (resource.hasRevocable()) {
      return Optional.of("QuotaInfo must not contain RevocableInfo");
    }
    if (resource.getType() != Value.Type.SCALAR) {
      return Optional.of("QuotaInfo must not include non-scalar resources");
    }
    return names.add(resource.getName())
        ? Optional.empty()
        : Optional.of("QuotaInfo contains duplicate resource name '" + resource.getName() + "'");
  }

  /** Why there cannot be this quota, of the old kind, unless it is forced. */
  public static Optional<String> overcommit(QuotaConfig config, QuotaView view) {
    Quantities total = totalGuarantees(List.of(config), view);
    return view.capacity().contains(total)
        ? Optional.empty()
        : Optional.of(
            ("Quota guarantees overcommit the cluster (use 'force' to "
                    + FORCE
                    + ": Total quota guarantees '%s' exceed cluster capacity '%s'")
                .formatted(total, view.capacity()));
  }

  private static String text(double value) {
    return Double.isFinite(value) && value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
