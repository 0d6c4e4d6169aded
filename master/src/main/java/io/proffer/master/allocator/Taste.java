package io.proffer.master.allocator;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.OfferFilters;
import org.apache.mesos.v1.Protos.Value;

/**
 * What a framework can make use of: agents and resources beyond it are never offered to it.
 *
 * @param gpus whether agents with GPUs are of use
 * @param leastByRole for a role, amounts of which one must be fully there; none means anything goes
 */
record Taste(
    boolean gpus,
    boolean shared,
    boolean revocable,
    boolean refinedReservations,
    Map<String, List<Least>> leastByRole) {

  /** As Mesos: an offer has 0.01 cpus or 32 MB of memory at least. */
  private static final List<Least> DEFAULT_LEAST =
      List.of(new Least(Map.of("cpus", 10L)), new Least(Map.of("mem", 32_000L)));

  /** Amounts, in thousandths, that must all be there. */
  record Least(Map<String, Long> millis) {
    boolean isIn(Resources resources) {
      for (Map.Entry<String, Long> amount : millis.entrySet()) {
        if (resources.scalarMillis(amount.getKey()) < amount.getValue()) {
          return false;
        }
      }
      return true;
    }
  }

  static Taste of(FrameworkInfo info) {
    boolean gpus = false;
    boolean shared = false;
    boolean revocable = false;
    boolean refined = false;
    for (Capability capability : info.getCapabilitiesList()) {
      gpus |= capability.getType() == Capability.Type.GPU_RESOURCES;
      shared |= capability.getType() == Capability.Type.SHARED_RESOURCES;
      revocable |= capability.getType() == Capability.Type.REVOCABLE_RESOURCES;
      refined |= capability.getType() == Capability.Type.RESERVATION_REFINEMENT;
    }
    Map<String, List<Least>> least = new LinkedHashMap<>();
    info.getOfferFiltersMap()
        .forEach(
            (role, filters) -> {
              if (filters.hasMinAllocatableResources()) {
                least.put(role, leastOf(filters.getMinAllocatableResources()));
              }
            });
    return new Taste(gpus, shared, revocable, refined, Map.copyOf(least));
  }

  /** Whether there is enough of it to be worth an offer. */
  boolean isEnough(Resources resources, String role) {
    if (resources.isEmpty()) {
      return false;
    }
    List<Least> any = leastByRole.getOrDefault(role, DEFAULT_LEAST);
    for (Least least : any) {
      if (least.isIn(resources)) {
        return true;
      }
    }
    return any.isEmpty();
  }

  boolean wantsAgent(AgentEntry agent) {
    return gpus || !agent.hasGpus;
  }

  /** What of the resources it knows how to handle. */
  Resources usable(Resources resources) {
    return resources.filter(this::isUsable);
  }

  private boolean isUsable(Entry entry) {
    return (shared || !entry.isShared())
        && (revocable || !entry.isRevocable())
        && (refinedReservations || entry.reservations().size() < 2);
  }

  private static List<Least> leastOf(OfferFilters.MinAllocatableResources minimum) {
    return minimum.getQuantitiesList().stream()
        .map(quantities -> new Least(millis(quantities.getQuantitiesMap())))
        .toList();
  }

  private static Map<String, Long> millis(Map<String, Value.Scalar> quantities) {
    Map<String, Long> millis = new LinkedHashMap<>();
    quantities.forEach((name, value) -> millis.put(name, Math.round(value.getValue() * 1000)));
    return millis;
  }
}
