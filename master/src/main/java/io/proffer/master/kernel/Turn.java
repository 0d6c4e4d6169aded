package io.proffer.master.kernel;

import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The decision in the making. A fact is known to the state as soon as it is said to have {@link
 * #happened}; effects are only collected.
 */
final class Turn {
  private final MasterState state;
  private final Accounts accounts;
  private List<MasterEvent> events = new ArrayList<>();
  private List<MasterEffect> effects = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  Turn(MasterState state, Accounts accounts) {
    this.state = state;
    this.accounts = accounts;
  }

  void begin(Instant at) {
    now = at;
    events = new ArrayList<>();
    effects = new ArrayList<>();
  }

  Decision end() {
    return new Decision(events, effects, accounts.takeRefusalNews());
  }

  Instant now() {
    return now;
  }

  MasterState state() {
    return state;
  }

  void happened(MasterEvent event) {
    accounts.apply(event);
    events.add(event);
  }

  /** Whether a fact of this turn is such a one. */
  boolean happenedAny(Predicate<MasterEvent> such) {
    return events.stream().anyMatch(such);
  }

  /** A copy: the facts of this turn so far. */
  List<MasterEvent> facts() {
    return List.copyOf(events);
  }

  void effect(MasterEffect effect) {
    effects.add(effect);
  }

  void answer(RequestId request, CallOutcome outcome) {
    effects.add(new MasterEffect.Answer(request, outcome));
  }

  void refuse(RequestId request, int status, String message) {
    answer(request, new CallOutcome.Refused(status, message));
  }

  /** Sends an event to a framework; nothing when it is not connected. */
  void send(Framework framework, Event event) {
    if (framework.stream().isPresent()) {
      effects.add(new MasterEffect.SendEvent(framework.stream().get(), event));
    }
  }

  /** Sends a message to an agent; nothing when it is not connected. */
  void send(Agent agent, ToAgent message) {
    if (agent.link().isPresent()) {
      effects.add(new MasterEffect.SendToAgent(agent.link().get(), message));
    }
  }

  void startTimer(TimerKey key, Duration delay) {
    effects.add(new MasterEffect.StartTimer(key, delay));
  }

  void cancelTimer(TimerKey key) {
    effects.add(new MasterEffect.CancelTimer(key));
  }
}
