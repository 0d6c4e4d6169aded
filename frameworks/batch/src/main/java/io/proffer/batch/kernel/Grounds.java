package io.proffer.batch.kernel;

import io.proffer.batch.model.Constraint;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.model.Attributes;
import io.proffer.core.model.Unavailability;
import io.proffer.sdk.OfferView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Attribute;

/** What the agents are that were offered of late, and what was left of them. Not thread-safe. */
final class Grounds {

  private static final Duration JUST_NOW = Duration.ofSeconds(30);
  private static final int MAX_AGENTS = 50_000;

  private final Map<String, Ground> agents = BoundedMap.ofNewest(MAX_AGENTS);

  /**
   * An agent.
   *
   * @param away when it is going to be worked on, if it is
   * @param left of what was offered last, when all had had its turn
   */
  record Ground(
      String hostname,
      List<Attribute> attributes,
      Optional<Unavailability> away,
      Room left,
      Instant at) {

    static Ground of(OfferView offer, Instant at) {
      return new Ground(
          offer.hostname(),
          offer.toProto().getAttributesList(),
          offer.unavailability(),
          Room.of(offer.left()),
          at);
    }

    Ground and(Room more) {
      return new Ground(hostname, attributes, away, left.plus(more), at);
    }
  }

  /** What is left of offers when the round is over. */
  void left(Iterable<OfferView> offers, Instant now) {
    for (OfferView offer : offers) {
      agents.merge(
          offer.agent().value(),
          Ground.of(offer, now),
          (old, last) -> old.at().equals(now) ? last.and(old.left()) : last);
    }
  }

  /** What was left of an agent; empty where nothing of it was offered. */
  Optional<Ground> find(String agent) {
    return Optional.ofNullable(agents.get(agent));
  }

  /** Whether an agent had room for a run just now, so that it will be placed by itself. */
  boolean haveRoom(Run run, Instant now) {
    Room needed = Room.of(run.spec());
    return agents.entrySet().stream()
        .filter(entry -> entry.getValue().at().plus(JUST_NOW).isAfter(now))
        .filter(entry -> needed.without(entry.getValue().left()).isNothing())
        .anyMatch(entry -> allows(run, entry.getKey(), entry.getValue().hostname(), now));
  }

  /**
   * Whether a run's constraints let it run on an agent, and nobody is going to work on that. Of one
   * of which nothing was offered only the name is known.
   */
  boolean allows(Run run, String agent, String hostname, Instant now) {
    Ground ground = agents.get(agent);
    if (ground != null && ground.away().filter(away -> !away.isOver(now)).isPresent()) {
      return false;
    }
    return run.spec().constraints().stream()
        .allMatch(
            constraint ->
                constraint.isHostname()
                    ? constraint.problem(Optional.of(hostname)).isEmpty()
                    : ground != null && isKept(constraint, ground));
  }

  private static boolean isKept(Constraint constraint, Ground ground) {
    return constraint
        .problem(
            Attributes.find(ground.attributes(), constraint.attribute()).map(Attributes::valueText))
        .isEmpty();
  }
}
