package io.proffer.master.allocator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
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
  private List<RefusalNews> news = new ArrayList<>(0);

  void add(Client client, AgentId agent, Resources resources, Instant until) {
    FrameworkId framework = client.framework.id;
    Refusal refusal =
        new Refusal(
            client, new Refused(sequence++, framework, client.role(), agent, resources, until));
    for (Refusal covered : client.coveredBy(refusal)) {
      remove(covered);
    }
    client.add(refusal);
    byEnd.add(refusal);
    byAgent.computeIfAbsent(agent, id -> new LinkedHashSet<>()).add(refusal);
    news.add(new RefusalNews.Began(refusal.refused()));
  }

  /** What has changed since this was asked last. */
  List<RefusalNews> takeNews() {
    if (news.isEmpty()) {
      return List.of();
    }
    List<RefusalNews> taken = news;
    news = new ArrayList<>();
    return taken;
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
    if (client.refusals().isEmpty()) {
      return;
    }
    for (List<Refusal> ofAgent : client.refusals()) {
      for (Refusal refusal : ofAgent) {
        unlist(refusal);
      }
    }
    client.forgetRefusals();
    news.add(new RefusalNews.AllEnded(client.framework.id, client.role()));
  }

  void forget(AgentId agent) {
    for (Refusal refusal : List.copyOf(byAgent.getOrDefault(agent, Set.of()))) {
      remove(refusal);
    }
  }

  private void remove(Refusal refusal) {
    refusal.client().remove(refusal);
    unlist(refusal);
    news.add(new RefusalNews.Ended(refusal.refused()));
  }

  private void unlist(Refusal refusal) {
    byEnd.remove(refusal);
    Set<Refusal> ofAgent = byAgent.get(refusal.agent());
    if (ofAgent != null && ofAgent.remove(refusal) && ofAgent.isEmpty()) {
      byAgent.remove(refusal.agent());
    }
  }
}
