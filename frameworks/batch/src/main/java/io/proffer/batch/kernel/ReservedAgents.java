package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Remembers on which agents something may be reserved for gangs, so that offers are wanted until it
 * is given back. Not thread-safe.
 */
final class ReservedAgents {

  /** An agent that was not offered for so long does not come back. */
  private static final Duration FORGET = Duration.ofDays(7);

  private final BatchState state;
  private final Outbox out;

  ReservedAgents(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Forgets those that do not come back. */
  void tick(Instant now) {
    List<String> gone =
        state.reserved().entrySet().stream()
            .filter(e -> !e.getValue().plus(FORGET).isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(agent -> out.fact(new Fact.ReservedForgotten(agent)));
  }

  /** Something is reserved there, or is going to be. */
  void mark(OfferView offer, Instant now) {
    String agent = offer.agent().value();
    if (!state.reserved().containsKey(agent)) {
      out.fact(new Fact.ReservedSet(agent, now));
    }
  }

  /**
   * Nothing of an offer is reserved. What tasks use may be, and is offered again when they have
   * ended.
   */
  void free(OfferView offer) {
    String agent = offer.agent().value();
    if (state.reserved().containsKey(agent) && !state.hasTasksOn(agent)) {
      out.fact(new Fact.ReservedForgotten(agent));
    }
  }
}
