package io.proffer.service.kernel;

import io.proffer.service.matching.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Offers in the order in which an app tries them: those of agents that stay before those of agents
 * that are going to go, and those with the fewest of its instances first, so that losing one loses
 * few. What did not fit is not tried again, unless it was {@link #putAside put aside}.
 */
final class OpenOffers {

  /** An offer, and how many instances were at its agent when it was put here. */
  private record Crowded(Candidate offer, int instances, long turn) {
    boolean goes() {
      return OpenOffers.goes(offer);
    }
  }

  private final List<Candidate> offers;
  private final int start;
  private final Map<String, Integer> crowd = new HashMap<>();
  private final PriorityQueue<Crowded> crowded =
      new PriorityQueue<>(
          Comparator.comparing(Crowded::goes)
              .thenComparingInt(Crowded::instances)
              .thenComparingLong(Crowded::turn));
  private final List<Candidate> aside = new ArrayList<>();
  private int passed;
  private long turns;

  /**
   * @param start the offer of which to think first; after the last comes the first
   */
  OpenOffers(List<Candidate> offers, int start) {
    this.offers = offers;
    this.start = start;
  }

  /** An instance of the app is there. Before anything is taken. */
  void inhabit(String agent) {
    crowd.merge(agent, 1, Integer::sum);
  }

  /** The next to try; empty when all were tried. */
  Optional<Candidate> next() {
    while (passed < offers.size()) {
      Candidate offer = offers.get((start + passed) % offers.size());
      passed++;
      if (instances(offer) == 0 && !goes(offer)) {
        return Optional.of(offer);
      }
      queue(offer);
    }
    while (!crowded.isEmpty()) {
      Crowded next = crowded.remove();
      if (next.instances() == instances(next.offer())) {
        return Optional.of(next.offer());
      }
      queue(next.offer()); // By another offer of the same agent there are more by now.
    }
    return Optional.empty();
  }

  private static boolean goes(Candidate offer) {
    return offer.offer().hasUnavailability();
  }

  private int instances(Candidate offer) {
    return crowd.getOrDefault(offer.site().agentId(), 0);
  }

  private void queue(Candidate offer) {
    crowded.add(new Crowded(offer, instances(offer), turns++));
  }

  /** An instance was put on an offer, which may have room for another. */
  void used(Candidate offer) {
    inhabit(offer.site().agentId());
    queue(offer);
    aside.forEach(this::queue);
    aside.clear();
  }

  /** An offer did not fit, and may when one more instance is somewhere else. */
  void putAside(Candidate offer) {
    aside.add(offer);
  }

  /** Where the next app may begin, so that not all begin with the same agent. */
  int end() {
    return offers.isEmpty() ? 0 : (start + passed) % offers.size();
  }
}
