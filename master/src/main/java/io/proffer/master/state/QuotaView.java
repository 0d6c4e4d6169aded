package io.proffer.master.state;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Quantities;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Roles;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that matters for quotas at one moment; immutable.
 *
 * @param capacity of all agents, connected or not, without what can be revoked
 * @param quotas that are in force, by top-level role
 * @param uses by top-level role
 * @param offers that are open, the oldest first
 */
public record QuotaView(
    Quantities capacity,
    SortedMap<String, Quota> quotas,
    Map<String, QuotaUse> uses,
    List<Offer> offers) {

  public QuotaView {
    quotas = Collections.unmodifiableSortedMap(new TreeMap<>(quotas));
    uses = Map.copyOf(uses);
    offers = List.copyOf(offers);
  }

  public static QuotaView of(MasterState state) {
    Tally tally = new Tally();
    for (Agent agent : state.agents()) {
      tally.agent(agent);
      state.tasksOn(agent.id()).forEach(tally::task);
      state.executorsOn(agent.id()).forEach(tally::executor);
    }
    return tally.view(state.roles().quotas(), state.offers());
  }

  /** What a top-level role takes. */
  public QuotaUse use(String role) {
    return uses.getOrDefault(role, QuotaUse.NONE);
  }

  /** The quota of a top-level role. */
  public Quota quota(String role) {
    return quotas.getOrDefault(role, Quota.NONE);
  }

  /** Adds up what there is, in any order. */
  public static final class Tally {
    private final Map<String, Resources> reserved = new HashMap<>();
    private final Map<String, Resources> used = new HashMap<>();
    private final Map<String, Resources> offered = new HashMap<>();
    private Resources capacity = Resources.empty();

    public void agent(Agent agent) {
      capacity = capacity.plus(agent.total().nonRevocable());
      for (Entry entry : agent.total().entries()) {
        entry
            .reservationRole()
            .ifPresent(
                role -> add(reserved, role, agent.total().filter(other -> other.equals(entry))));
      }
    }

    public void task(Task task) {
      if (!task.terminal()) {
        add(used, task.role(), task.resources().filter(QuotaUse::counts));
      }
    }

    public void executor(Executor executor) {
      add(used, executor.role(), executor.resources().filter(QuotaUse::counts));
    }

    public QuotaView view(SortedMap<String, Quota> quotas, Collection<Offer> offers) {
      for (Offer offer : offers) {
        add(offered, offer.role(), offer.resources().filter(QuotaUse::counts));
      }
      Map<String, QuotaUse> uses = new HashMap<>();
      reserved.keySet().forEach(role -> uses.put(role, use(role)));
      used.keySet().forEach(role -> uses.put(role, use(role)));
      offered.keySet().forEach(role -> uses.put(role, use(role)));
      return new QuotaView(scalars(capacity), quotas, uses, List.copyOf(offers));
    }

    private QuotaUse use(String role) {
      return new QuotaUse(
          scalars(reserved.getOrDefault(role, Resources.empty())),
          scalars(used.getOrDefault(role, Resources.empty())),
          scalars(offered.getOrDefault(role, Resources.empty())));
    }

    private static Quantities scalars(Resources resources) {
      return Quantities.of(resources, entry -> true);
    }

    private static void add(Map<String, Resources> to, String role, Resources resources) {
      to.merge(Roles.topLevel(role), resources, Resources::plus);
    }
  }
}
