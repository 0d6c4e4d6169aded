package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.master.allocator.Allocation;
import io.proffer.master.allocator.Allocator;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent.OfferEnded;
import io.proffer.master.state.MasterEvent.OfferMade;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.OfferEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Makes offers and ends them, and sees to it that the allocator looks again when it should. */
final class Offers {
  private static final int MAX_OFFERS_PER_EVENT = 1000;
  private static final double DEFAULT_REFUSE_SECONDS = 5.0;
  private static final double MAX_REFUSE_SECONDS = 31_536_000.0;

  /**
   * How long what is declined without a filter waits to be offered again: long enough for a
   * framework to give back all pieces of what it is after, which are then offered as one. Offered
   * at once, each piece would come back by itself for ever.
   */
  static final Duration GATHERING = Duration.ofMillis(10);

  /**
   * In a cluster of so many agents a round of allocation takes less than to tell of its offers
   * apart; of 32 it takes half a millisecond, and saves nothing.
   */
  static final int SMALL_CLUSTER = 8;

  /** When the next round of allocation is. */
  private enum Due {
    NEVER,
    /** After {@link #GATHERING}. */
    SOON,
    NOW
  }

  private final Turn turn;
  private final MasterState state;
  private final Allocator allocator;
  private final MasterSettings settings;
  private final Ids ids;
  private final OfferTemplates templates;

  /** As in Mesos: of the agents that were there, with quotas, so many are waited for. */
  private static final double AWAITED = 0.8;

  private Due allocation = Due.NEVER;

  /** Nothing is allocated while more agents than this have not come back. */
  private int mostAway = Integer.MAX_VALUE;

  private boolean postponed;
  private long knownChanges;
  private boolean declinedToGather;
  private boolean newcomer;
  private boolean timeoutDue;
  private Optional<Instant> expiryDue = Optional.empty();

  Offers(Turn turn, Allocator allocator, MasterSettings settings, Ids ids) {
    this.turn = turn;
    this.state = turn.state();
    this.allocator = allocator;
    this.settings = settings;
    this.ids = ids;
    this.templates = new OfferTemplates(state);
  }

  /**
   * This master leads a cluster with quotas, of which it has not seen the agents: before most are
   * back, or have been given up, it is not known who has what he is guaranteed, and who has too
   * much.
   */
  void awaitAgents(int recovered) {
    mostAway = recovered - (int) (recovered * AWAITED);
  }

  private boolean isPaused() {
    return state.recoveredAgents().size() > mostAway && !state.roles().quotas().isEmpty();
  }

  /**
   * Somebody new has subscribed, and waits for what there is: in a small cluster that is decided
   * about in the same turn, and goes to him in one piece with the news that he is subscribed. In a
   * large one he would wait too long for that news.
   */
  void newcomer() {
    newcomer = true;
  }

  /** At the end of a turn. */
  void settle() {
    if (newcomer && state.agents().size() <= SMALL_CLUSTER && allocator.hasWork()) {
      allocate();
    }
    newcomer = false;
  }

  /** A round of allocation is due. */
  void allocate() {
    allocation = Due.NEVER;
    if (isPaused()) {
      postponed = true;
      return;
    }
    Map<FrameworkId, Event.Offers.Builder> made = new LinkedHashMap<>();
    allocator.allocate(
        allocation -> {
          Event.Offers.Builder offers =
              made.computeIfAbsent(allocation.framework(), id -> Event.Offers.newBuilder());
          make(allocation, offers);
          if (offers.getOffersCount() >= MAX_OFFERS_PER_EVENT) {
            send(allocation.framework(), offers);
            made.remove(allocation.framework());
          }
        });
    made.forEach(this::send);
  }

  /** Some refusal filters may have ended. */
  void refusalsMayEnd() {
    expiryDue = Optional.empty();
    allocator.expire(turn.now());
  }

  /** The oldest offers may have been held for too long. */
  void offersMayTimeOut() {
    timeoutDue = false;
    settings
        .offerTimeout()
        .ifPresent(
            timeout -> {
              Instant latest = turn.now().minus(timeout);
              while (!state.offers().isEmpty()) {
                Offer oldest = state.offers().iterator().next();
                if (oldest.madeAt().isAfter(latest)) {
                  break;
                }
                rescind(oldest);
              }
            });
  }

  /** A framework declined offers; such as are not its own, or are no more, are left alone. */
  void decline(Framework framework, Collection<OfferId> offers, Filters filters) {
    declinedToGather = filters.getRefuseSeconds() == 0;
    for (OfferId id : offers) {
      state
          .offer(id)
          .filter(offer -> offer.framework().equals(framework.id()))
          .ifPresent(
              offer -> {
                turn.happened(new OfferEnded(id, OfferEnd.DECLINED));
                refuse(offer, offer.resources(), filters);
              });
    }
  }

  /** A framework does not want these resources of what it was offered. */
  void refuse(Offer offer, Resources resources, Filters filters) {
    Duration lasting = refusal(filters);
    if (lasting.isZero() || resources.isEmpty()) {
      return;
    }
    if (lasting.compareTo(settings.minFilterDuration()) < 0) {
      lasting = settings.minFilterDuration();
    }
    allocator.refuse(
        offer.framework(), offer.role(), offer.agent(), resources, turn.now().plus(lasting));
  }

  /** For how long something is not wanted, as Mesos understands it. */
  static Duration refusal(Filters filters) {
    double seconds = filters.getRefuseSeconds();
    if (Double.isNaN(seconds) || seconds < 0) {
      seconds = DEFAULT_REFUSE_SECONDS;
    }
    return Duration.ofNanos(Math.round(Math.min(seconds, MAX_REFUSE_SECONDS) * 1e9));
  }

  void revive(Framework framework, Collection<String> roles) {
    allocator.revive(framework.id(), roles);
  }

  /** Takes an offer back and says so. */
  void rescind(Offer offer) {
    state
        .framework(offer.framework())
        .ifPresent(framework -> turn.send(framework, SchedulerEvents.rescind(offer.id())));
    turn.happened(new OfferEnded(offer.id(), OfferEnd.RESCINDED));
  }

  void rescindAllOn(AgentId agent) {
    List.copyOf(state.offersOn(agent)).forEach(this::rescind);
  }

  /** Takes back what is offered of an agent's spare resources, with what is offered along. */
  void rescindRevocableOn(AgentId agent) {
    for (Offer offer : List.copyOf(state.offersOn(agent))) {
      if (!offer.resources().revocable().isEmpty()) {
        rescind(offer);
      }
    }
  }

  void rescindProvidedOn(AgentId agent) {
    for (Offer offer : List.copyOf(state.offersOn(agent))) {
      if (offer.resources().entries().stream().anyMatch(e -> e.provider().isPresent())) {
        rescind(offer);
      }
    }
  }

  /** Takes all of a framework's offers back without a word: nobody is there, or cares. */
  void discardAllTo(FrameworkId framework) {
    for (Offer offer : List.copyOf(state.offersTo(framework))) {
      turn.happened(new OfferEnded(offer.id(), OfferEnd.DISCARDED));
    }
  }

  /** Where an agent is reached. */
  URL urlOf(Agent agent) {
    return templates.urlOf(agent);
  }

  void forget(AgentId agent) {
    templates.forget(agent);
  }

  /** Starts the timers that what happened in this turn asks for. */
  void schedule() {
    scheduleAllocation();
    scheduleExpiry();
    scheduleTimeout();
  }

  private void scheduleAllocation() {
    boolean news = allocator.changes() != knownChanges;
    knownChanges = allocator.changes();
    boolean resumes = postponed && !isPaused();
    postponed &= !resumes;
    Due wanted = declinedToGather ? Due.SOON : Due.NOW;
    declinedToGather = false;
    if ((news || resumes) && allocator.hasWork() && wanted.compareTo(allocation) > 0) {
      allocation = wanted;
      turn.startTimer(new TimerKey.Allocate(), wanted == Due.SOON ? GATHERING : Duration.ZERO);
    }
  }

  private void scheduleExpiry() {
    Optional<Instant> next = allocator.nextExpiry();
    if (next.isPresent() && (expiryDue.isEmpty() || next.get().isBefore(expiryDue.get()))) {
      expiryDue = next;
      turn.startTimer(new TimerKey.FilterExpiry(), until(next.get()));
    }
  }

  private void scheduleTimeout() {
    if (timeoutDue || settings.offerTimeout().isEmpty() || state.offers().isEmpty()) {
      return;
    }
    timeoutDue = true;
    Offer oldest = state.offers().iterator().next();
    turn.startTimer(
        new TimerKey.OfferTimeout(), until(oldest.madeAt().plus(settings.offerTimeout().get())));
  }

  private Duration until(Instant time) {
    Duration left = Duration.between(turn.now(), time);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void make(Allocation allocation, Event.Offers.Builder offers) {
    Framework framework = state.framework(allocation.framework()).orElseThrow();
    Agent agent = state.agent(allocation.agent()).orElseThrow();
    Offer offer =
        new Offer(
            ids.nextOffer(),
            allocation.framework(),
            allocation.agent(),
            allocation.role(),
            allocation.resources(),
            turn.now());
    turn.happened(new OfferMade(offer));
    offers.addOffers(templates.render(offer, framework, agent));
  }

  private void send(FrameworkId id, Event.Offers.Builder offers) {
    state
        .framework(id)
        .ifPresent(framework -> turn.send(framework, SchedulerEvents.offers(offers)));
  }
}
