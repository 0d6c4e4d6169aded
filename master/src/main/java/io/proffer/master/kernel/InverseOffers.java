package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.InverseOffer;
import io.proffer.master.state.InverseOfferEnd;
import io.proffer.master.state.Machine;
import io.proffer.master.state.Maintenance;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.InverseOfferEnded;
import io.proffer.master.state.MasterEvent.InverseOfferMade;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Asks the frameworks that hold anything of an agent whose machine is scheduled for maintenance
 * whether they can do without it. Looks, at the end of a turn, at the agents that something
 * happened to in it.
 */
final class InverseOffers {
  /** How soon one who just answered is asked again at the earliest: Mesos' allocator's interval. */
  static final Duration LEAST_REFUSAL = Duration.ofSeconds(1);

  private final Turn turn;
  private final MasterState state;
  private final Maintenance maintenance;
  private final MasterSettings settings;
  private final Ids ids;
  private final Offers offers;
  private final InverseRefusals refusals = new InverseRefusals();

  /** The agents to look at, besides those of the turn's events. */
  private final Set<AgentId> again = new LinkedHashSet<>();

  private Optional<Instant> due = Optional.empty();

  InverseOffers(Turn turn, MasterSettings settings, Ids ids, Offers offers) {
    this.turn = turn;
    this.state = turn.state();
    this.maintenance = state.maintenance();
    this.settings = settings;
    this.ids = ids;
    this.offers = offers;
  }

  /** A framework answers; inverse offers that are not its own, or no more, are left alone. */
  void answer(
      Framework framework, Collection<OfferId> answered, Filters filters, InverseOfferEnd how) {
    for (OfferId id : answered) {
      maintenance
          .inverseOffer(id)
          .filter(offer -> offer.framework().equals(framework.id()))
          .ifPresent(
              offer -> {
                refuse(offer, Offers.refusal(filters));
                end(offer, how);
              });
    }
  }

  private void refuse(InverseOffer offer, Duration span) {
    Duration lasting = span.compareTo(LEAST_REFUSAL) < 0 ? LEAST_REFUSAL : span;
    refusals.add(offer.agent(), offer.framework(), turn.now().plus(lasting));
  }

  /** A framework may be asked again at once, whatever it answered. */
  void revive(FrameworkId framework) {
    again.addAll(refusals.forget(framework));
  }

  void rescindAllOn(AgentId agent) {
    List.copyOf(maintenance.inverseOffersOn(agent)).forEach(this::rescind);
    refusals.forget(agent);
  }

  private void rescind(InverseOffer offer) {
    state
        .framework(offer.framework())
        .ifPresent(framework -> turn.send(framework, SchedulerEvents.rescindInverse(offer.id())));
    end(offer, InverseOfferEnd.RESCINDED);
  }

  private void discardAllTo(FrameworkId framework) {
    for (InverseOffer offer : List.copyOf(maintenance.inverseOffers())) {
      if (offer.framework().equals(framework)) {
        end(offer, InverseOfferEnd.DISCARDED);
      }
    }
    refusals.forget(framework);
  }

  private void end(InverseOffer offer, InverseOfferEnd how) {
    turn.happened(new InverseOfferEnded(offer.id(), how, turn.now()));
  }

  /** Some may be asked again, or have not answered for too long. */
  void mayAskAgain() {
    due = Optional.empty();
    again.addAll(refusals.expire(turn.now()));
    settings
        .offerTimeout()
        .ifPresent(
            timeout -> {
              for (InverseOffer offer : List.copyOf(maintenance.inverseOffers())) {
                if (offer.madeAt().plus(timeout).isAfter(turn.now())) {
                  break;
                }
                rescind(offer);
                refuse(offer, LEAST_REFUSAL);
              }
            });
  }

  /** Asks whoever is to be asked after what happened in this turn. */
  void settle() {
    if (maintenance.isQuiet()) {
      again.clear();
      return;
    }
    turn.facts().forEach(this::follow);
    if (!maintenance.machines().isEmpty()) {
      Map<FrameworkId, Event.InverseOffers.Builder> made = new LinkedHashMap<>();
      again.forEach(id -> state.agent(id).ifPresent(agent -> ask(agent, made)));
      made.forEach(this::send);
    }
    again.clear();
    schedule();
  }

  private void follow(MasterEvent event) {
    switch (event) {
      case MasterEvent.FactsRecovered e -> {}
      case MasterEvent.FactsReplaced e -> {}
      case MasterEvent.AgentAdmitted e -> again.add(e.agent().id());
      case MasterEvent.AgentReregistered e -> again.add(e.agent().id());
      case MasterEvent.AgentReactivated e -> again.add(e.agent());
      case MasterEvent.OfActivity e -> rescindAllOn(e.agent());
      case MasterEvent.AgentDisconnected e -> rescindAllOn(e.agent());
      case MasterEvent.AgentMarkedUnreachable e -> rescindAllOn(e.agent());
      case MasterEvent.AgentRemoved e -> rescindAllOn(e.agent());
      case MasterEvent.AgentMarkedGone e -> rescindAllOn(e.agent());
      case MasterEvent.AgentsForgotten e -> {}
      case MasterEvent.FrameworkSubscribed e -> connected(e.framework().id());
      case MasterEvent.FrameworkResubscribed e -> connected(e.framework());
      case MasterEvent.FrameworkDisconnected e -> discardAllTo(e.framework());
      case MasterEvent.FrameworkCompleted e -> discardAllTo(e.framework());
      case MasterEvent.MaintenanceScheduled e -> lookAtAll();
      case MasterEvent.OfferMade e -> again.add(e.offer().agent());
      case MasterEvent.TaskLaunched e -> again.add(e.task().agent());
      case MasterEvent.TaskRecovered e -> again.add(e.task().agent());
      case MasterEvent.ExecutorLaunched e -> again.add(e.executor().agent());
      case MasterEvent.OfMaintenance e -> {}
      case MasterEvent.OfRoles e -> {}
      case MasterEvent.OfOperation e -> {}
      case MasterEvent.AgentOversubscribed e -> {}
      case MasterEvent.FrameworkRecovered e -> {}
      case MasterEvent.FrameworkUpdated e -> {}
      case MasterEvent.RolesSuppressed e -> {}
      case MasterEvent.OfferEnded e -> {}
      case MasterEvent.TaskUpdated e -> {}
      case MasterEvent.UpdateAcknowledged e -> {}
      case MasterEvent.TaskCompleted e -> {}
      case MasterEvent.TaskBecameUnreachable e -> {}
      case MasterEvent.UnreachableTaskEnded e -> {}
      case MasterEvent.ExecutorEnded e -> {}
    }
  }

  /** What went to a stream that is no more has to be asked again on the new one. */
  private void connected(FrameworkId framework) {
    discardAllTo(framework);
    lookAtAll();
  }

  private void lookAtAll() {
    for (Agent agent : state.agents()) {
      if (maintenance.machineOf(agent).isPresent()) {
        again.add(agent.id());
      }
    }
  }

  private void ask(Agent agent, Map<FrameworkId, Event.InverseOffers.Builder> made) {
    Optional<Machine> machine = maintenance.machineOf(agent);
    if (machine.isEmpty() || !agent.connected() || state.deactivation(agent.id()).isPresent()) {
      return;
    }
    Set<FrameworkId> concerned = holders(agent.id());
    // Whoever declined may hold nothing any more: what its operator sees is to be what is so.
    concerned.addAll(maintenance.decliners(agent.id(), machine.get().key()));
    for (FrameworkId id : concerned) {
      boolean toBeAsked =
          state.framework(id).filter(Framework::connected).isPresent()
              && !maintenance.isAsked(id, agent.id())
              && !refusals.has(agent.id(), id);
      if (toBeAsked) {
        InverseOffer offer =
            new InverseOffer(
                ids.nextOffer(),
                id,
                agent.id(),
                machine.get().key(),
                machine.get().unavailability(),
                turn.now());
        turn.happened(new InverseOfferMade(offer));
        made.computeIfAbsent(id, f -> Event.InverseOffers.newBuilder())
            .addInverseOffers(SchedulerEvents.inverseOffer(offer, offers.urlOf(agent)));
      }
    }
  }

  /** Those that lose something when the agent goes. */
  private Set<FrameworkId> holders(AgentId agent) {
    Set<FrameworkId> holders = new LinkedHashSet<>();
    for (Task task : state.tasksOn(agent)) {
      if (!task.terminal()) {
        holders.add(task.key().framework());
      }
    }
    state.executorsOn(agent).forEach(executor -> holders.add(executor.framework()));
    for (Offer offer : state.offersOn(agent)) {
      holders.add(offer.framework());
    }
    return holders;
  }

  private void send(FrameworkId id, Event.InverseOffers.Builder made) {
    state
        .framework(id)
        .ifPresent(framework -> turn.send(framework, SchedulerEvents.inverseOffers(made)));
  }

  private void schedule() {
    Optional<Instant> next = refusals.firstEnd();
    if (settings.offerTimeout().isPresent() && !maintenance.inverseOffers().isEmpty()) {
      Instant late =
          maintenance
              .inverseOffers()
              .iterator()
              .next()
              .madeAt()
              .plus(settings.offerTimeout().get());
      next = next.filter(end -> end.isBefore(late)).or(() -> Optional.of(late));
    }
    if (next.isPresent() && (due.isEmpty() || next.get().isBefore(due.get()))) {
      due = next;
      Duration left = Duration.between(turn.now(), next.get());
      turn.startTimer(new TimerKey.InverseOffers(), left.isNegative() ? Duration.ZERO : left);
    }
  }
}
