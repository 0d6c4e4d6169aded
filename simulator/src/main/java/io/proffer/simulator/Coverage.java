package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.MasterEvent;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverDecision;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.engine.Mishap;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each thing has happened in a run: every kind of input, event and effect of the three
 * kernels, every fault, every mishap of the network. A path that no seed takes is a path that no
 * seed tests.
 */
final class Coverage implements Witness {
  private final Map<Class<?>, Long> kinds = new HashMap<>();
  private final Map<Enum<?>, Long> choices = new HashMap<>();

  /** Something of a kind has happened: the type of a kernel's input, event or effect. */
  void kind(Object happened) {
    kinds.merge(happened.getClass(), 1L, Long::sum);
  }

  /** Something was done, or found, that an enum names. */
  void choice(Enum<?> happened) {
    choices.merge(happened, 1L, Long::sum);
  }

  void mishaps(Map<Mishap, Long> mishaps) {
    mishaps.forEach((mishap, times) -> choices.merge(mishap, times, Long::sum));
  }

  /** Adds what happened in another run. */
  void add(Coverage other) {
    other.kinds.forEach((kind, times) -> kinds.merge(kind, times, Long::sum));
    other.choices.forEach((choice, times) -> choices.merge(choice, times, Long::sum));
  }

  long timesOf(Class<?> kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  long timesOf(Enum<?> choice) {
    return choices.getOrDefault(choice, 0L);
  }

  /** All counts by name, as {@code master MasterEvent.OfferMade}. */
  SortedMap<String, Long> byName() {
    SortedMap<String, Long> counts = new TreeMap<>();
    kinds.forEach((kind, times) -> counts.put(nameOf(kind), times));
    choices.forEach(
        (choice, times) ->
            counts.put(nameOf(choice.getDeclaringClass()) + "." + choice.name(), times));
    return Collections.unmodifiableSortedMap(counts);
  }

  /** The module and the type: kinds of different kernels have the same simple names. */
  static String nameOf(Class<?> type) {
    String module =
        type.getPackageName().startsWith("io.proffer.")
            ? type.getPackageName().split("\\.", -1)[2]
            : "wire";
    String nested = type.getName().substring(type.getPackageName().length() + 1);
    return module + " " + nested.replace('$', '.');
  }

  @Override
  public void masterDecided(MasterNode master, MasterInput input, Decision decision) {
    kind(input);
    switch (input) {
      case MasterInput.Leading i -> {}
      case MasterInput.RestoreFacts i -> {}
      case MasterInput.SchedulerCall i -> choice(i.call().getType());
      case MasterInput.Subscribe i -> choice(i.call().getType());
      case MasterInput.AgentSaid i -> kind(i.message());
      case MasterInput.TimerFired i -> kind(i.key());
      case MasterInput.StreamLost i -> {}
      case MasterInput.ConnectionLost i -> {}
      case MasterInput.OperatorTeardown i -> {}
      case MasterInput.DrainAgent i -> {}
      case MasterInput.DeactivateAgent i -> {}
      case MasterInput.ReactivateAgent i -> {}
      case MasterInput.MarkAgentGone i -> {}
      case MasterInput.OperatorOperation i -> {}
      case MasterInput.UpdateMaintenanceSchedule i -> {}
      case MasterInput.StartMaintenance i -> {}
      case MasterInput.StopMaintenance i -> {}
      case MasterInput.UpdateWeights i -> {}
      case MasterInput.UpdateQuota i -> {}
      case MasterInput.SetQuota i -> {}
      case MasterInput.RemoveQuota i -> {}
    }
    for (MasterEvent event : decision.events()) {
      kind(event);
      if (event instanceof MasterEvent.OfferEnded ended) {
        choice(ended.how());
      }
    }
    for (MasterEffect effect : decision.effects()) {
      kind(effect);
      if (effect instanceof MasterEffect.SendToAgent sent) {
        kind(sent.message());
      } else if (effect instanceof MasterEffect.SendEvent sent) {
        choice(sent.event().getType());
      } else if (effect instanceof MasterEffect.Answer answer) {
        kind(answer.outcome());
      }
    }
  }

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    kind(input);
    if (input instanceof AgentInput.TimerFired fired) {
      kind(fired.timer());
    }
    decision.events().forEach(this::kind);
    decision.effects().forEach(this::kind);
  }

  @Override
  public void containerEnded(AgentNode agent, ContainerSpec spec, ContainerExit exit) {
    kind(exit);
  }

  @Override
  public void driverDecided(FrameworkNode framework, DriverInput input, DriverDecision decision) {
    kind(input);
    if (input instanceof DriverInput.TimerFired fired) {
      kind(fired.key());
    }
    for (DriverEffect effect : decision.effects()) {
      kind(effect);
      if (effect instanceof DriverEffect.Finish finish) {
        kind(finish.outcome());
      }
    }
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    kind(delivery);
    if (delivery instanceof Delivery.Updated updated) {
      choice(updated.status().getState());
    }
  }
}
