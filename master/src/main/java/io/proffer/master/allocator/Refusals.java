package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Who refuses what, and until when. */
final class Refusals {
  private final TreeSet<Refusal> byEnd = new TreeSet<>(Refusal.EARLIEST_END_FIRST);
  private final Map<AgentId, Set<Refusal>> byAgent = new HashMap<>();
  private long sequence;

  void add(Client client, AgentId agent, Resources resources, Instant until) {
    Refusal refusal = new Refusal(sequence++, client, agent, resources, until);
    for (Refusal covered : client.coveredBy(refusal)) {
      remove(covered);
    }
    client.add(refusal);
    byEnd.add(refusal);
    byAgent.computeIfAbsent(agent, id -> new LinkedHashSet<>()).add(refusal);
  }

  Optional<Instant> nextEnd() {
    return byEnd.isEmpty() ? Optional.empty() : Optional.of(byEnd.first().until());
  }

  void expire(Instant now, Consumer<AgentId> offerableAgain) {
    while (!byEnd.isEmpty() && !byEnd.first().until().isAfter(now)) {
      Refusal over = byEnd.first();
      remove(over);
      offerableAgain.accept(over.agent());
    }
  }

  void forget(Client client) {
    for (List<Refusal> ofAgent : client.refusals()) {
      for (Refusal refusal : ofAgent) {
        unlist(refusal);
      }
    }
    client.forgetRefusals();
  }

  void forget(AgentId agent) {
    for (Refusal refusal : List.copyOf(byAgent.getOrDefault(agent, Set.of()))) {
      remove(refusal);
    }
  }

  /** Those of a client. */
  static List<Refused> of(Client client) {
    List<Refused> all = new ArrayList<>();
    for (List<Refusal> ofAgent : client.refusals()) {
      for (Refusal refusal : ofAgent) {
        all.add(new Refused(client.role(), refusal.agent(), refusal.resources(), refusal.until()));
      }
    }
    return all;
  }

  private void remove(Refusal refusal) {
    refusal.client().remove(refusal);
    unlist(refusal);
  }

  private void unlist(Refusal refusal) {
    byEnd.remove(refusal);
    Set<Refusal> ofAgent = byAgent.get(refusal.agent());
    if (ofAgent != null && ofAgent.remove(refusal) && ofAgent.isEmpty()) {
      byAgent.remove(refusal.agent());
    }
  }
}
