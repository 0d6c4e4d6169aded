package io.proffer.batch.kernel;

import io.proffer.core.model.Resources;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** Takes in offers, and what runs on their agents. */
  void offered(Offers offers, Map<String, Amount> inUse, Instant now) {
    Map<String, Amount> free = new LinkedHashMap<>();
    for (OfferView offer : offers) {
      free.merge(offer.agent().value(), amount(offer.left()), Amount::plus);
    }
    free.forEach(
        (agent, amount) -> {
          Amount there = amount.plus(inUse.getOrDefault(agent, Amount.NONE));
          Known before = agents.get(agent);
          agents.put(agent, new Known(before == null ? there : before.most().max(there), now));
        });
    agents
        .entrySet()
        .removeIf(
            agent ->
                !inUse.containsKey(agent.getKey())
                    && agent.getValue().seenAt().plus(FORGET).isBefore(now));
    Amount sum = Amount.NONE;
    for (Known known : agents.values()) {
      sum = sum.plus(known.most());
    }
    whole = sum;
  }

  private static Amount amount(Resources resources) {
    return new Amount(
        0, resources.scalar("cpus"), resources.scalar("mem"), resources.scalar("gpus"));
  }

  /** All agents together; never less than what is in use. */
  Amount whole(Amount used) {
    return whole.max(used);
  }
}
