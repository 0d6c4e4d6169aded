package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Entry;
import io.proffer.core.model.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What resources add up to, in thousandths of each scalar. Adding makes no objects. */
final class Sums {

  static final List<String> SCALARS = List.of("cpus", "mem", "disk", "gpus");

  private final long[] millis = new long[SCALARS.size()];

  /** What several may use at once counts once on each agent. */
  private Map<AgentId, Resources> shared = Map.of();

  static Sums of(Resources resources) {
    Sums sums = new Sums();
    add(resources, sums.millis);
    return sums;
  }

  /** Adds all scalars, over all metadata. */
  static void add(Resources resources, long[] millis) {
    for (Entry entry : resources.entries()) {
      int i = SCALARS.indexOf(entry.name());
      if (i >= 0) {
        millis[i] += entry.millis();
      }
    }
  }

  /**
   * @param revocable whether what may be taken away again counts
   */
  void add(AgentId agent, Resources resources, boolean revocable) {
    for (Entry entry : resources.entries()) {
      int i = SCALARS.indexOf(entry.name());
      if (entry.isShared()) {
        share(agent, resources.filter(entry::equals));
      } else if (i >= 0 && (revocable || !entry.isRevocable())) {
        millis[i] += entry.millis();
      }
    }
  }

  private void share(AgentId agent, Resources volumes) {
    if (shared.isEmpty()) {
      shared = new HashMap<>();
    }
    shared.merge(agent, volumes, Resources::plus);
  }

  long millis(String name) {
    long[] all = new long[SCALARS.size()];
    addTo(all);
    return all[SCALARS.indexOf(name)];
  }

  /** Adds these to others, each at its place among {@link #SCALARS}. */
  void addTo(long[] others) {
    for (int i = 0; i < millis.length; i++) {
      others[i] += millis[i];
    }
    shared.values().forEach(volumes -> add(volumes, others));
  }
}
