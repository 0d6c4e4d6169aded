package io.proffer.simulator;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentTimer;
import io.proffer.agent.state.AgentEvent;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.OfferEnd;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.internal.DriverEffect;
import io.proffer.sdk.internal.DriverInput;
import io.proffer.sdk.testkit.engine.Mishap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.assertj.core.api.SoftAssertions;

/**
 * Every path there is: each kind of input, event and effect of each kernel, each fault, each mishap
 * of the network. The types themselves are the list, so that what is added to them is asked for
 * here; what no seed can reach yet is named, with the reason, and must not be reached unnoticed.
 */
sealed interface Paths {

  void check(Coverage coverage, SoftAssertions softly);

  /** Something of this type must have happened, or must not be able to. */
  record Kind(Class<?> type, boolean reachable) implements Paths {
    @Override
    public void check(Coverage coverage, SoftAssertions softly) {
      softly
          .assertThat(coverage.timesOf(type) > 0)
          .as(Coverage.nameOf(type) + (reachable ? " happens" : " cannot happen yet"))
          .isEqualTo(reachable);
    }
  }

  /** Something named by an enum must have happened, or must not be able to. */
  record Choice(Enum<?> value, boolean reachable) implements Paths {
    @Override
    public void check(Coverage coverage, SoftAssertions softly) {
      softly
          .assertThat(coverage.timesOf(value) > 0)
          .as(
              Coverage.nameOf(value.getDeclaringClass())
                  + ("." + value.name() + (reachable ? " happens" : " cannot happen yet")))
          .isEqualTo(reachable);
    }
  }

  static List<Paths> all() {
    List<Paths> all = new ArrayList<>();
    for (Class<?> family : FAMILIES) {
      kindsOf(family).forEach(kind -> all.add(new Kind(kind, !UNREACHABLE.contains(kind))));
    }
    for (Enum<?>[] choices : CHOICES) {
      for (Enum<?> choice : choices) {
        all.add(new Choice(choice, !UNREACHABLE_CHOICES.contains(choice)));
      }
    }
    return all;
  }

  private static Stream<Class<?>> kindsOf(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Paths::kindsOf)
        : Stream.of(type);
  }

  List<Class<?>> FAMILIES =
      List.of(
          MasterInput.class,
          io.proffer.master.kernel.TimerKey.class,
          MasterEvent.class,
          MasterEffect.class,
          CallOutcome.class,
          FromAgent.class,
          ToAgent.class,
          AgentInput.class,
          AgentTimer.class,
          AgentEvent.class,
          AgentEffect.class,
          ContainerExit.class,
          DriverInput.class,
          io.proffer.sdk.internal.TimerKey.class,
          DriverEffect.class,
          Delivery.class,
          Outcome.class);

  List<Enum<?>[]> CHOICES =
      List.of(
          Fault.values(),
          Mishap.values(),
          OfferEnd.values(),
          TaskState.values(),
          Call.Type.values(),
          Event.Type.values());

  /** The kinds that no seed can reach yet. */
  Set<Class<?>> UNREACHABLE =
      Set.of(
          // A framework says the same about itself in each of its lives.
          MasterEvent.FrameworkUpdated.class,
          // The registry knows a framework before any agent can tell of it.
          MasterEvent.FrameworkRecovered.class,
          // No operator here restores a snapshot.
          MasterInput.RestoreFacts.class,
          MasterEvent.FactsReplaced.class,
          MasterEffect.BeginAnew.class,
          // No seed goes on for two weeks.
          MasterEvent.AgentsForgotten.class,
          // A fact of compacted checkpoints, which nobody decides about.
          AgentEvent.UpdatesSeen.class,
          // No resource providers are simulated.
          AgentInput.ProviderCalled.class,
          AgentInput.ProviderStreamLost.class,
          AgentInput.ProviderGone.class,
          AgentTimer.PublishTimeout.class,
          AgentEvent.ProviderAdmitted.class,
          AgentEvent.ProviderRemoved.class,
          AgentEvent.ProviderSubscribed.class,
          AgentEvent.ProviderDisconnected.class,
          AgentEvent.ProviderReported.class,
          AgentEvent.ProviderOperationChanged.class,
          AgentEvent.ProviderOperationForgotten.class,
          AgentEffect.AnswerProvider.class,
          AgentEffect.TellProvider.class,
          AgentEffect.CloseProviderStream.class,
          MasterEvent.ProvidersChanged.class,
          // No framework here asks for files to be written anew.
          AgentInput.FilesRefreshed.class,
          AgentEffect.RefreshFiles.class,
          FromAgent.ProvidersChanged.class,
          ToAgent.ReconcileOperations.class,
          // Masters in a simulation are always recovered, and let everybody subscribe; schedulers
          // do not throw and do not give up.
          DriverInput.StreamRefused.class,
          DriverInput.Crashed.class,
          Outcome.Failed.class,
          Outcome.Refused.class,
          Outcome.Crashed.class);

  /** As {@link #UNREACHABLE}, by name. */
  Set<Enum<?>> UNREACHABLE_CHOICES =
      Set.of(
          // The SDK's frameworks are partition-aware and launch valid tasks only.
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          // Not made by the SDK.
          Call.Type.REQUEST,
          Call.Type.UPDATE_FRAMEWORK,
          Call.Type.UNKNOWN,
          Event.Type.UNKNOWN);
}
