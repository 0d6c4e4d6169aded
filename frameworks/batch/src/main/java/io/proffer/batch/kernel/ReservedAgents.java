package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.OperationState;

/**
 * Remembers on which agents something may be reserved, so that offers are wanted until it is given
 * back; of those that are not offered any more the master is asked whether they are gone: one that
 * was lost may come back with all it has. Not thread-safe.
 */
public final class ReservedAgents {

  /** Of an agent that was not offered for so long it is asked whether it is gone. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** One that was not offered for so long does not come back, whatever is said of it. */
  private static final Duration FORGET = Duration.ofDays(7);

  private final BatchState state;
  private final Outbox out;

  /** When agents were offered last, or asked for. */
  private final Map<String, Instant> heard = new HashMap<>();

  /** Those that were asked for, and not offered since. */
  private final Set<String> asked = new HashSet<>();

  /** Those that were lost, and not offered since. */
  private final Set<String> lost = new HashSet<>();

  ReservedAgents(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Forgets those that do not come back, and asks for those that may not. */
  void tick(Instant now) {
    List<String> gone =
        state.reserved().entrySet().stream()
            .filter(e -> !e.getValue().plus(FORGET).isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(this::forget);
    for (String agent : state.reserved().keySet()) {
      Instant last = heard.computeIfAbsent(agent, a -> now);
      if (!last.plus(SILENCE).isAfter(now) && !state.hasTasksOn(agent)) {
        heard.put(agent, now);
        asked.add(agent);
        out.action(new Action.AskForAgent(agent));
      }
    }
  }

  /** The cluster has lost an agent, for a while or for good. */
  public void isLost(String agent) {
    if (state.reserved().containsKey(agent)) {
      lost.add(agent);
    }
  }

  /**
   * What the master answers when it is asked for an agent, as {@link Action.AskForAgent} says. One
   * that is there is answered for as one that is not known: so it must have been lost.
   */
  public void told(String agent, OperationState answer) {
    boolean gone =
        answer == OperationState.OPERATION_GONE_BY_OPERATOR
            || (answer == OperationState.OPERATION_UNKNOWN && lost.contains(agent));
    if (gone && asked.contains(agent) && state.reserved().containsKey(agent)) {
      forget(agent);
    }
  }

  private void forget(String agent) {
    heard.remove(agent);
    asked.remove(agent);
    lost.remove(agent);
    out.fact(new Fact.ReservedForgotten(agent));
  }

  /** Something is reserved there, or is going to be. */
  void mark(OfferView offer, Instant now) {
    String agent = offer.agent().value();
    isThere(offer, now);
    if (!state.reserved().containsKey(agent)) {
      out.fact(new Fact.ReservedSet(agent, now));
    }
  }

  /** An agent is offered. */
  void isThere(OfferView offer, Instant now) {
    String agent = offer.agent().value();
    asked.remove(agent);
    lost.remove(agent);
    heard.computeIfPresent(agent, (a, before) -> now);
  }

  /**
   * Nothing of an offer is reserved. What tasks use may be, and is offered again when they have
   * ended.
   */
  void free(OfferView offer) {
    String agent = offer.agent().value();
    if (state.reserved().containsKey(agent) && !state.hasTasksOn(agent)) {
      forget(agent);
    }
  }
}
