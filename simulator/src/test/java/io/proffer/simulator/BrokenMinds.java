package io.proffer.simulator;

import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.TimerKey;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.OfferMade;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.sdk.testkit.node.MasterMind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Masters with a bug each: the real kernel, with something done wrong around it. */
final class BrokenMinds {
  private BrokenMinds() {}

  /** Something done wrong before, or instead of, the kernel's decision about an input. */
  @FunctionalInterface
  private interface Bug {
    Decision decide(MasterMind kernel, Instant now, MasterInput input);
  }

  /** Forgets that an offer is over when it is used: accepts it as often as one likes. */
  static MasterMind.Maker acceptsOffersTwice() {
    return (self, settings) -> {
      Map<OfferId, Offer> madeEver = new HashMap<>();
      return broken(
          MasterMind.kernel(self, settings),
          (kernel, now, input) -> {
            if (input instanceof MasterInput.SchedulerCall called
                && called.call().getType() == Call.Type.ACCEPT) {
              for (Protos.OfferID id : called.call().getAccept().getOfferIdsList()) {
                reopen(kernel.state(), Optional.ofNullable(madeEver.get(OfferId.of(id))));
              }
            }
            Decision decision = kernel.handle(now, input);
            decision.events().stream()
                .filter(OfferMade.class::isInstance)
                .map(event -> ((OfferMade) event).offer())
                .forEach(offer -> madeEver.put(offer.id(), offer));
            return decision;
          });
    };
  }

  private static void reopen(MasterState state, Optional<Offer> offer) {
    offer
        .filter(o -> state.offer(o.id()).isEmpty())
        .filter(o -> state.agent(o.agent()).isPresent())
        .filter(o -> state.framework(o.framework()).isPresent())
        .ifPresent(o -> state.apply(new OfferMade(o)));
  }

  /** Offers all of an agent besides what it has offered of it already. */
  static MasterMind.Maker offersTooMuch() {
    return addingEvents(
        (state, event) ->
            event instanceof OfferMade made
                ? state
                    .agent(made.offer().agent())
                    .map(agent -> new OfferMade(another(made.offer(), agent.total())))
                : Optional.empty());
  }

  private static Offer another(Offer offer, Resources resources) {
    return new Offer(
        new OfferId(offer.id().value() + "-more"),
        offer.framework(),
        offer.agent(),
        offer.role(),
        resources,
        offer.madeAt());
  }

  /** Takes every agent for twice as large as it is. */
  static MasterMind.Maker overratesAgents() {
    return with(
        (kernel, now, input) ->
            input instanceof MasterInput.AgentSaid said
                    && said.message() instanceof FromAgent.Register register
                ? kernel.handle(now, new MasterInput.AgentSaid(said.link(), overrated(register)))
                : kernel.handle(now, input));
  }

  private static FromAgent overrated(FromAgent.Register register) {
    Resources real = Resources.of(register.agent().getResourcesList());
    AgentInfo.Builder larger =
        register.agent().toBuilder().clearResources().addAllResources(real.plus(real).toProtos());
    return new FromAgent.Register(
        larger.build(), register.address(), register.version(), register.capabilities());
  }

  /** Writes quotas down and does not keep to them. */
  static MasterMind.Maker forgetsQuotas() {
    return with(
        (kernel, now, input) -> {
          if (!(input instanceof MasterInput.UpdateQuota asked)) {
            return kernel.handle(now, input);
          }
          MasterEvent written = new MasterEvent.QuotasUpdated(asked.configs());
          kernel.state().apply(written);
          return new Decision(List.of(written), List.of());
        });
  }

  /** Counts what it offers twice. */
  static MasterMind.Maker countsOffersTwice() {
    return with(
        (kernel, now, input) -> {
          Decision decision = kernel.handle(now, input);
          decision.events().stream()
              .filter(OfferMade.class::isInstance)
              .forEach(kernel.state()::apply);
          return decision;
        });
  }

  /** An event that the kernel did not decide on, after one it did. */
  @FunctionalInterface
  private interface Addition {
    Optional<MasterEvent> after(MasterState state, MasterEvent event);
  }

  private static MasterMind.Maker addingEvents(Addition addition) {
    return with(
        (kernel, now, input) -> {
          Decision decision = kernel.handle(now, input);
          List<MasterEvent> events = new ArrayList<>();
          for (MasterEvent event : decision.events()) {
            events.add(event);
            addition
                .after(kernel.state(), event)
                .ifPresent(
                    added -> {
                      kernel.state().apply(added);
                      events.add(added);
                    });
          }
          return new Decision(events, decision.effects());
        });
  }

  /** Keeps some of what it decided from the standbys, or from the registry. */
  static MasterMind.Maker hides(Class<? extends MasterEvent> kind) {
    return with(
        (kernel, now, input) -> {
          Decision decision = kernel.handle(now, input);
          List<MasterEvent> told =
              decision.events().stream().filter(event -> !kind.isInstance(event)).toList();
          return new Decision(told, decision.effects());
        });
  }

  /** Never offers anything. */
  static MasterMind.Maker neverAllocates() {
    return with(
        (kernel, now, input) ->
            isAllocation(input) ? new Decision(List.of(), List.of()) : kernel.handle(now, input));
  }

  /** Always has one more round of allocation to do. */
  static MasterMind.Maker allocatesForEver() {
    return with(
        (kernel, now, input) -> {
          Decision decision = kernel.handle(now, input);
          if (!isAllocation(input)) {
            return decision;
          }
          List<MasterEffect> effects = new ArrayList<>(decision.effects());
          effects.add(new MasterEffect.StartTimer(new TimerKey.Allocate(), Duration.ZERO));
          return new Decision(decision.events(), effects);
        });
  }

  /** Cannot take an acknowledgement. */
  static MasterMind.Maker throwsAtAcknowledgements() {
    return with(
        (kernel, now, input) -> {
          if (input instanceof MasterInput.SchedulerCall called
              && called.call().getType() == Call.Type.ACKNOWLEDGE) {
            throw new IllegalStateException("planted");
          }
          return kernel.handle(now, input);
        });
  }

  /** Does something else in each run. */
  static MasterMind.Maker dependsOnMoreThanTheSeed() {
    AtomicInteger lives = new AtomicInteger();
    return (self, settings) ->
        MasterMind.kernel(
            self.toBuilder().setHostname(self.getHostname() + lives.incrementAndGet()).build(),
            settings);
  }

  private static boolean isAllocation(MasterInput input) {
    return input instanceof MasterInput.TimerFired fired
        && fired.key() instanceof TimerKey.Allocate;
  }

  private static MasterMind.Maker with(Bug bug) {
    return (self, settings) -> broken(MasterMind.kernel(self, settings), bug);
  }

  private static MasterMind broken(MasterMind kernel, Bug bug) {
    return new MasterMind() {
      @Override
      public Decision handle(Instant now, MasterInput input) {
        return bug.decide(kernel, now, input);
      }

      @Override
      public MasterState state() {
        return kernel.state();
      }
    };
  }
}
