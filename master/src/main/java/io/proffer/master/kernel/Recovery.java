package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.AgentMarkedGone;
import io.proffer.master.state.MasterEvent.AgentMarkedUnreachable;
import io.proffer.master.state.MasterEvent.AgentsForgotten;
import io.proffer.master.state.MasterEvent.FactsRecovered;
import io.proffer.master.state.MasterEvent.FactsReplaced;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What this master knows from those before it, and what it does not have to know any more. */
final class Recovery {

  /** As in Mesos: how often it is looked what can be forgotten, and how old that is. */
  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(15);

  private static final Duration FORGET_AFTER = Duration.ofDays(14);

  private final Turn turn;
  private final MasterState state;
  private final MasterSettings settings;
  private final Offers offers;
  private boolean forgetting;

  Recovery(Turn turn, MasterSettings settings, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.settings = settings;
    this.offers = offers;
  }

  /** The agents and frameworks of masters before have time to come back. */
  void recover(DurableFacts known) {
    if (known.isEmpty()) {
      return;
    }
    turn.happened(new FactsRecovered(known, turn.now()));
    if (!known.agents().isEmpty()) {
      turn.startTimer(new TimerKey.RecoveredAgents(), settings.agentReregisterTimeout());
      if (!known.quotas().isEmpty()) {
        offers.awaitAgents(known.agents().size());
      }
    }
    for (Framework framework : state.frameworks()) {
      turn.startTimer(
          new TimerKey.FrameworkFailover(framework.id()),
          Frameworks.recoveryTimeout(framework, settings, turn.now()));
    }
  }

  /** A snapshot is to be what masters know from now on. */
  void restore(MasterInput.RestoreFacts input) {
    DurableFacts known = DurableFacts.of(state);
    if (!known.isEmpty() && !input.replacing()) {
      turn.refuse(
          input.request(),
          409,
          "A snapshot is restored into an empty cluster; this one has " + known.words());
      return;
    }
    turn.happened(new FactsReplaced(input.facts()));
    turn.answer(input.request(), new CallOutcome.Done());
    turn.effect(new MasterEffect.BeginAnew());
  }

  /** The last thing of this turn: there may be the first agent that is to be forgotten some day. */
  void settle() {
    if (!forgetting
        && turn.happenedAny(
            fact ->
                fact instanceof AgentMarkedUnreachable
                    || fact instanceof AgentMarkedGone
                    || fact instanceof FactsRecovered)) {
      lookLater();
    }
  }

  void forgetAgents() {
    Instant before = turn.now().minus(FORGET_AFTER);
    List<AgentId> unreachable = since(before, state.unreachableAgents());
    List<AgentId> gone = since(before, state.goneAgents());
    if (!unreachable.isEmpty() || !gone.isEmpty()) {
      turn.happened(new AgentsForgotten(unreachable, gone));
    }
    forgetting = false;
    lookLater();
  }

  private void lookLater() {
    if (!state.unreachableAgents().isEmpty() || !state.goneAgents().isEmpty()) {
      forgetting = true;
      turn.startTimer(new TimerKey.ForgetAgents(), FORGET_INTERVAL);
    }
  }

  private static List<AgentId> since(Instant before, Map<AgentId, Instant> since) {
    return since.entrySet().stream()
        .filter(agent -> agent.getValue().isBefore(before))
        .map(Map.Entry::getKey)
        .toList();
  }
}
