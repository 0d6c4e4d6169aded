package io.proffer.batch.kernel;

import io.proffer.core.bounded.BoundedMap;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that needs much of one agent, and that small ones would keep waiting for ever: after a
 * while all that comes free on one agent is kept for it. Only what ends before it is to begin may
 * use that meanwhile, and a gang that lacks nothing else, so that no gang waits for it. Lasts as
 * long as the room that is gathered for a gang does, and is no more when one of its pool gathers
 * room; a process that takes over chooses anew. Not thread-safe.
 */
final class Head {

  /** How long a run waits like any other. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  static final Keeper KEEPER = Keeper.of("head");
  private static final int MAX_RESTING = 1_000;

  private final BatchState state;
  private final Inventory inventory;
  private Optional<Claim> claim = Optional.empty();

  private final Map<String, Instant> resting = BoundedMap.ofNewest(MAX_RESTING);

  /**
   * That an agent is kept for a run.
   *
   * @param plannedStart of the run, as far as run limits tell
   */
  private record Claim(Lease of, String agent, Instant plannedStart) {}

  Head(BatchState state, Inventory inventory) {
    this.state = state;
    this.inventory = inventory;
  }

  /** Whether an agent is kept for a run. */
  boolean is(Run run) {
    return claim.filter(c -> c.of().isOf(run)).isPresent();
  }

  /** Whether an agent is kept for some run. */
  boolean keeps(String agent) {
    return claim.filter(c -> c.agent().equals(agent)).isPresent();
  }

  /** For people; empty if nothing is kept for a run. */
  Optional<String> report(Run run) {
    return claim
        .filter(c -> c.of().isOf(run))
        .map(
            c ->
                "what comes free on agent %s is kept for it until %s"
                    .formatted(c.agent(), c.of().until()));
  }

  /** Keeps from others what is offered of the agent; ends what is over. */
  void keep(List<OfferView> offers, boolean waits, Instant now) {
    if (claim.isPresent() && (!waits || gangGathers(claim.get().of().pool()))) {
      claim = Optional.empty();
    } else if (claim.filter(c -> !c.of().until().isAfter(now)).isPresent()) {
      resting.put(claim.get().of().holder(), now.plus(Accumulators.REST));
      claim = Optional.empty();
    }
    offers.forEach(offer -> offer.giveBack(KEEPER)); // Those that were held are at hand again.
    its(offers).forEach(offer -> offer.keepBack(KEEPER, offer.left()));
  }

  private boolean gangGathers(String pool) {
    return state.lease(pool).isPresent();
  }

  /** A gang has the use of what was kept, if it was that agent. */
  void lost(String agent) {
    if (keeps(agent)) {
      claim = Optional.empty();
    }
  }

  /** The run that an agent is kept for, if it has not ended. */
  Optional<Run> run() {
    return claim.flatMap(c -> state.run(c.of().job(), c.of().run()));
  }

  private List<OfferView> its(List<OfferView> offers) {
    return offers.stream()
        .filter(o -> claim.filter(c -> c.agent().equals(o.agent().value())).isPresent())
        .toList();
  }

  /** It is the run's turn. */
  void giveBack(List<OfferView> offers) {
    its(offers).forEach(offer -> offer.giveBack(KEEPER));
  }

  void placed() {
    claim = Optional.empty();
  }

  /** It was not placed; it may be the one that an agent is kept for. */
  void unplaced(Run run, List<OfferView> offers, Instant now) {
    if (claim.isEmpty() && mayBegin(run, now)) {
      choose(run, offers, now);
    }
    if (is(run)) {
      its(offers).forEach(offer -> offer.keepBack(KEEPER, offer.left()));
    }
  }

  private boolean mayBegin(Run run, Instant now) {
    Instant rests = resting.get(Lease.of(run, now).holder());
    return !gangGathers(FairShare.Who.of(run).pool())
        && !run.isArray()
        && !run.due().plus(PATIENCE).isAfter(now)
        && (rests == null || !rests.isAfter(now));
  }

  /** Of the agents that are large enough the one where it is to begin first. */
  private void choose(Run run, List<OfferView> offers, Instant now) {
    Instant until = now.plus(Accumulators.LEASE);
    Amount needed = Amount.of(run.spec());
    List<Backfill.Freed> freed = Backfill.freed(state);
    Optional<Claim> best = Optional.empty();
    double most = -1;
    for (OfferView offer : offers) {
      String agent = offer.agent().value();
      if (TaskMaker.isAllowed(run, offer, now) && inventory.room(agent, needed) > 0) {
        Amount free = Amount.of(offer.left());
        Instant start =
            Backfill.plannedStart(
                1,
                needed,
                Map.of(agent, free),
                freed.stream().filter(f -> f.agent().equals(agent)).toList(),
                until);
        boolean sooner = best.isEmpty() || start.isBefore(best.get().plannedStart());
        boolean asSoon = best.isPresent() && start.equals(best.get().plannedStart());
        double part = free.dominant(needed);
        if (sooner || (asSoon && part > most)) {
          best = Optional.of(new Claim(Lease.of(run, until), agent, start));
          most = part;
        }
      }
    }
    claim = best;
  }

  /** Whether a run may use what is kept: it ends before the other one is to begin. */
  boolean lendsTo(Run run, Instant now) {
    return claim
        .filter(c -> !c.of().isOf(run) && Backfill.fits(run, now, c.plannedStart()))
        .isPresent();
  }

  /** Puts a task on what is kept. */
  Optional<Placement.Placed> lend(TaskBuilder task, List<OfferView> offers) {
    Optional<Placement.Placed> where = Optional.empty();
    for (OfferView offer : its(offers)) {
      offer.giveBack(KEEPER);
      if (where.isEmpty() && offer.launch(task) instanceof Placement.Placed placed) {
        where = Optional.of(placed);
      }
      offer.keepBack(KEEPER, offer.left());
    }
    return where;
  }
}
