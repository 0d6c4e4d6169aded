package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the cluster has, as far as it was offered: of each agent the most that was free and in use
 * by this framework at a time. Not thread-safe.
 */
final class Inventory {

  /** An agent nothing was heard of for so long is not counted any more. */
  private static final Duration FORGET = Duration.ofMinutes(30);

  private final Map<String, Known> agents = new LinkedHashMap<>();
  private Amount whole = Amount.NONE;

  private record Known(Amount most, Instant seenAt) {}

  /**
   * Takes in offers.
   *
   * @param inUse what runs on an agent
   */
  void offered(Offers offers, Function<String, Amount> inUse, Instant now) {
    Map<String, Amount> free = new LinkedHashMap<>();
    for (OfferView offer : offers) {
      free.merge(offer.agent().value(), Amount.of(offer.left()), Amount::plus);
    }
    free.forEach(
        (agent, amount) -> {
          Amount there = amount.plus(inUse.apply(agent));
          Known before = agents.get(agent);
          agents.put(agent, new Known(before == null ? there : before.most().max(there), now));
        });
    agents
        .entrySet()
        .removeIf(
            agent ->
                agent.getValue().seenAt().plus(FORGET).isBefore(now)
                    && inUse.apply(agent.getKey()).tasks() == 0);
    Amount sum = Amount.NONE;
    for (Known known : agents.values()) {
      sum = sum.plus(known.most());
    }
    whole = sum;
  }

  /** For how many tasks there is room when nothing else runs; empty: no agent is known. */
  Optional<Integer> room(Amount each) {
    if (agents.isEmpty()) {
      return Optional.empty();
    }
    long room = 0;
    for (Known known : agents.values()) {
      room += each.timesIn(known.most());
    }
    return Optional.of((int) Math.min(room, Integer.MAX_VALUE));
  }

  /** For how many tasks there is room on an agent when nothing else runs there. */
  int room(String agent, Amount each) {
    Known known = agents.get(agent);
    return known == null ? 0 : each.timesIn(known.most());
  }

  /** All agents together; never less than what is in use. */
  Amount whole(Amount used) {
    return whole.max(used);
  }
}
