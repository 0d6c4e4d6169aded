package io.proffer.batch.kernel;

import static java.util.Objects.requireNonNull;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.RunSpec;
import io.proffer.core.model.Attributes;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.Attribute;

/**
 * What the cluster has, as far as it was offered: of each agent the most that was free and in use
 * by this framework at a time. Not thread-safe.
 */
final class Inventory {

  /** An agent nothing was heard of for so long is not counted any more. */
  private static final Duration FORGET = Duration.ofMinutes(30);

  private final Map<String, Known> agents = new LinkedHashMap<>();
  private Amount whole = Amount.NONE;

  /**
   * An agent.
   *
   * @param most that was free and in use at a time
   */
  private record Known(Amount most, String hostname, List<Attribute> attributes, Instant seenAt) {

    boolean satisfies(Constraint constraint) {
      Optional<String> value =
          constraint.isHostname()
              ? Optional.of(hostname)
              : Attributes.find(attributes, constraint.attribute()).map(Attributes::valueText);
      return constraint.problem(value).isEmpty();
    }
  }

  /**
   * Takes in offers.
   *
   * @param inUse what runs on an agent
   */
  void offered(Offers offers, Function<String, Amount> inUse, Instant now) {
    Map<String, Amount> free = new LinkedHashMap<>();
    Map<String, OfferView> last = new LinkedHashMap<>();
    for (OfferView offer : offers) {
      last.put(offer.agent().value(), offer);
      free.merge(offer.agent().value(), Amount.of(offer.left()), Amount::plus);
    }
    free.forEach(
        (agent, amount) -> {
          Amount there = amount.plus(inUse.apply(agent));
          Known before = agents.get(agent);
          OfferView offer = requireNonNull(last.get(agent));
          agents.put(
              agent,
              new Known(
                  before == null ? there : before.most().max(there),
                  offer.hostname(),
                  offer.toProto().getAttributesList(),
                  now));
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

  /**
   * For how many tasks of a run there is room where its constraints let it run, when nothing else
   * runs; empty: no agent is known.
   */
  Optional<Integer> room(RunSpec spec) {
    if (agents.isEmpty()) {
      return Optional.empty();
    }
    Amount each = Amount.of(spec);
    long room = 0;
    for (Known known : agents.values()) {
      if (spec.constraints().stream().allMatch(known::satisfies)) {
        room += each.timesIn(known.most());
      }
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
