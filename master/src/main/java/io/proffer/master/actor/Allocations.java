package io.proffer.master.actor;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds what in a {@link MasterSnapshot}, by role: used by tasks and executors, and offered.
 * Computed by one walk over it.
 */
public final class Allocations {

  /**
   * What is used and what is offered.
   *
   * @param used by role
   * @param offered by role
   */
  public record Share(SortedMap<String, Resources> used, SortedMap<String, Resources> offered) {

    private static final Share NONE =
        new Share(Collections.emptySortedMap(), Collections.emptySortedMap());

    /** All that is used, over the roles. */
    public Resources totalUsed() {
      return sum(used);
    }

    /** All that is offered, over the roles. */
    public Resources totalOffered() {
      return sum(offered);
    }

    private static Resources sum(Map<String, Resources> byRole) {
      return byRole.values().stream().reduce(Resources.empty(), Resources::plus);
    }
  }

  private final Map<AgentId, Share> agents = new HashMap<>();
  private final Map<FrameworkId, Share> frameworks = new HashMap<>();
  private final Share roles = new Share(new TreeMap<>(), new TreeMap<>());

  private Allocations() {}

  public static Allocations of(MasterSnapshot snapshot) {
    Allocations allocations = new Allocations();
    for (MasterSnapshot.FrameworkSnapshot framework : snapshot.frameworks()) {
      for (Task task : framework.tasks()) {
        if (!task.terminal()) {
          allocations.use(task.key().framework(), task.agent(), task.role(), task.resources());
        }
      }
      for (Executor executor : framework.executors()) {
        allocations.use(
            executor.framework(), executor.agent(), executor.role(), executor.resources());
      }
    }
    for (Offer offer : snapshot.offers()) {
      allocations.offer(offer);
    }
    return allocations;
  }

  public Share of(AgentId agent) {
    return agents.getOrDefault(agent, Share.NONE);
  }

  public Share of(FrameworkId framework) {
    return frameworks.getOrDefault(framework, Share.NONE);
  }

  /** What the frameworks of a role itself use; those of its descendants are not counted. */
  public Resources usedBy(String role) {
    return roles.used().getOrDefault(role, Resources.empty());
  }

  /** What is offered to the frameworks of a role itself. */
  public Resources offeredTo(String role) {
    return roles.offered().getOrDefault(role, Resources.empty());
  }

  private void use(FrameworkId framework, AgentId agent, String role, Resources resources) {
    add(at(frameworks, framework).used(), role, resources);
    add(at(agents, agent).used(), role, resources);
    add(roles.used(), role, resources);
  }

  private void offer(Offer offer) {
    add(at(frameworks, offer.framework()).offered(), offer.role(), offer.resources());
    add(at(agents, offer.agent()).offered(), offer.role(), offer.resources());
    add(roles.offered(), offer.role(), offer.resources());
  }

  private static <K> Share at(Map<K, Share> shares, K key) {
    return shares.computeIfAbsent(key, k -> new Share(new TreeMap<>(), new TreeMap<>()));
  }

  private static void add(Map<String, Resources> byRole, String role, Resources resources) {
    byRole.merge(role, resources, Resources::plus);
  }
}
