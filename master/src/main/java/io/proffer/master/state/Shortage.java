package io.proffer.master.state;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What can be offered of an agent that has not, as it is now, all that runs on it: it came back
 * with less, or with more of it reserved.
 *
 * <p>If what runs needs more cpus, memory or the like than the agent has, nothing at all is put on
 * it until enough of that has ended. Otherwise no more of each is offered than is left, whatever
 * part of it is reserved. A port that is held and no longer the agent's does no harm to others, and
 * counts for nothing here; nor does what is revocable, or a resource provider's, which may be gone
 * at any time.
 *
 * @param left by the name of the scalar, in thousandths; negative where too much is used
 */
record Shortage(Map<String, Long> left) {

  static Shortage of(Resources total, Resources used) {
    Map<String, Long> left = new TreeMap<>(total.filter(Shortage::counts).scalarsMillis());
    subtract(left, used);
    return new Shortage(left);
  }

  /**
   * @param rest what neither a task nor an offer has
   * @param offered already
   */
  Resources leaves(Resources rest, Resources offered) {
    if (left.values().stream().anyMatch(millis -> millis < 0)) {
      return Resources.empty();
    }
    Map<String, Long> budget = new TreeMap<>(left);
    subtract(budget, offered);
    List<Resource> within = new ArrayList<>();
    // What is reserved first: only its role can use it, the others have the rest.
    rest.entries().stream().filter(Entry::isReserved).forEach(e -> take(e, budget, within));
    rest.entries().stream().filter(e -> !e.isReserved()).forEach(e -> take(e, budget, within));
    return Resources.of(within);
  }

  private static void take(Entry entry, Map<String, Long> budget, List<Resource> taken) {
    Resource resource = entry.toProto(ResourceFormat.POST_REFINEMENT);
    if (!counts(entry) || !resource.hasScalar()) {
      taken.add(resource);
      return;
    }
    long most = Math.max(0, budget.getOrDefault(entry.name(), 0L));
    long millis = entry.millis() <= most ? entry.millis() : entry.isIndivisible() ? 0 : most;
    budget.merge(entry.name(), -millis, Long::sum);
    if (millis > 0) {
      Resource.Builder part = resource.toBuilder();
      part.getScalarBuilder().setValue(millis / 1000.0);
      taken.add(part.build());
    }
  }

  private static void subtract(Map<String, Long> from, Resources less) {
    less.filter(Shortage::counts)
        .scalarsMillis()
        .forEach((name, millis) -> from.merge(name, -millis, Long::sum));
  }

  private static boolean counts(Entry entry) {
    return !entry.isRevocable() && entry.provider().isEmpty();
  }
}
