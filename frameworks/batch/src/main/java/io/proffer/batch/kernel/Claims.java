package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents on which tasks were ended, and for whom: what is offered of them nobody else uses
 * until then. Not thread-safe.
 */
final class Claims {

  private final Map<String, Claim> byAgent = new LinkedHashMap<>();

  /**
   * That an agent is kept for a run.
   *
   * @param takes what the run needs, as a part of the cluster
   * @param victims the tasks that were ended
   */
  record Claim(Lease of, FairShare.Who who, double takes, List<String> victims) {

    Claim {
      victims = List.copyOf(victims);
    }
  }

  void add(String agent, Claim claim) {
    byAgent.put(agent, claim);
  }

  boolean isOn(String agent) {
    return byAgent.containsKey(agent);
  }

  /** The agent that is kept for a run. */
  Optional<String> agent(Run run) {
    return byAgent.entrySet().stream()
        .filter(entry -> entry.getValue().of().isOf(run))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  Optional<Claim> find(Run run) {
    return agent(run).map(byAgent::get);
  }

  List<Claim> all() {
    return List.copyOf(byAgent.values());
  }

  void remove(Lease of) {
    byAgent.values().removeIf(claim -> claim.of().equals(of));
  }

  /** Those that are over by now. */
  List<Claim> late(Instant now) {
    return byAgent.values().stream().filter(claim -> !claim.of().until().isAfter(now)).toList();
  }

  /** Takes the offers of agents that are kept out of what there is for all. */
  Map<String, List<OfferView>> take(List<OfferView> room) {
    Map<String, List<OfferView>> taken = new LinkedHashMap<>();
    for (OfferView offer : room) {
      String agent = offer.agent().value();
      if (byAgent.containsKey(agent)) {
        taken.computeIfAbsent(agent, a -> new ArrayList<>()).add(offer);
      }
    }
    room.removeIf(offer -> byAgent.containsKey(offer.agent().value()));
    return taken;
  }
}
