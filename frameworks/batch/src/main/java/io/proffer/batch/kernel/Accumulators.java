package io.proffer.batch.kernel;

import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.model.Resources;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gathers room for the gangs whose turn it is and which find too little: for one of each pool at a
 * time. Its lease ends in time, so that one which never finds enough does not stand in the way of
 * others for ever. Not thread-safe.
 */
final class Accumulators {

  /** How long one gang gathers room. */
  static final Duration LEASE = Duration.ofMinutes(10);

  /** How long a gang that has gathered in vain lets others do so. */
  static final Duration REST = Duration.ofMinutes(5);

  /** How often all that is free is asked for while room is gathered. */
  private static final Duration ASK = Duration.ofSeconds(5);

  private static final Duration ASK_WHEN_COMPLETE = Duration.ofSeconds(1);
  private static final int MAX_RESTING = 1_000;

  private final BatchState state;
  private final Outbox out;
  private final Shelf shelf;
  private final Head head;
  private final ReservedAgents agents;
  private final Map<String, Accumulator> byPool = new TreeMap<>();
  private final Map<String, Instant> resting = BoundedMap.ofNewest(MAX_RESTING);
  private Instant asked = Instant.EPOCH;

  /** What ends when, as it was last reckoned. */
  private List<Backfill.Freed> freed = List.of();

  private Instant freedAt = Instant.EPOCH;

  Accumulators(BatchState state, Outbox out, Shelf shelf, Head head) {
    this.state = state;
    this.out = out;
    this.shelf = shelf;
    this.head = head;
    this.agents = new ReservedAgents(state, out);
  }

  /** The one of a gang that gathers room. */
  private Optional<Accumulator> of(Run run) {
    return state.lease(FairShare.Who.of(run).pool()).filter(lease -> lease.isOf(run)).map(this::of);
  }

  /** A process that takes over finds the leases of the one before it. */
  private Accumulator of(Lease lease) {
    Accumulator known = byPool.get(lease.pool());
    if (known == null || !known.lease().equals(lease)) {
      Amount each =
          state.run(lease.job(), lease.run()).map(Run::spec).map(Amount::of).orElse(Amount.NONE);
      known = new Accumulator(lease, each, shelf, agents);
      byPool.put(lease.pool(), known);
    }
    return known;
  }

  /** Whether a gang gathers room. */
  boolean isFor(Run run) {
    return of(run).isPresent();
  }

  /** Ends leases that are over, or whose gangs need no room any more. */
  void tick(Instant now) {
    agents.tick(now);
    for (Lease lease : state.leases()) {
      if (!isWanted(lease)) {
        end(lease);
      } else if (!lease.until().isAfter(now)) {
        resting.put(lease.holder(), now.plus(REST));
        end(lease);
      } else {
        ask(ASK, now);
      }
    }
  }

  private boolean isWanted(Lease lease) {
    return state
        .run(lease.job(), lease.run())
        .filter(run -> FairShare.Who.of(run).pool().equals(lease.pool()))
        .filter(run -> run.stopped().isEmpty() && state.gang(run).isWaiting())
        .isPresent();
  }

  /** What was declined is of use together with what is free since. */
  private void ask(Duration interval, Instant now) {
    if (!asked.plus(interval).isAfter(now)) {
      asked = now;
      out.action(new Action.Revive());
    }
  }

  private void end(Lease lease) {
    out.fact(new Fact.LeaseEnded(lease.pool()));
    byPool.remove(lease.pool());
    shelf.giveBack(lease.keeper());
  }

  /** The gang has found its room. */
  void placed(Run run) {
    of(run).map(Accumulator::lease).ifPresent(this::end);
  }

  /**
   * Gives back what is reserved for gangs that do not gather room, and keeps from all others what
   * is reserved for those that do.
   */
  void sort(List<OfferView> offers, Instant now) {
    List<String> holders = state.leases().stream().map(Lease::holder).toList();
    for (OfferView offer : offers) {
      Set<String> gangs = Reserved.gangs(offer);
      for (String gang : gangs) {
        Resources some = Reserved.of(offer, gang);
        if (holders.contains(gang)) {
          offer.keepBack(Keeper.of(gang), some);
        } else {
          offer.unreserve(some);
        }
      }
      if (!gangs.isEmpty()) {
        agents.mark(offer, now);
      } else if (holders.isEmpty()) {
        agents.free(offer);
      } else {
        agents.isThere(offer, now);
      }
    }
  }

  /** The agents that something may be reserved on. */
  ReservedAgents agents() {
    return agents;
  }

  /** Whether a gang may gather room now: no other of its pool does, nor has it just now. */
  boolean mayBegin(Run run, Instant now) {
    Instant rests = resting.get(Lease.of(run, now).holder());
    return state.lease(FairShare.Who.of(run).pool()).isEmpty()
        && (rests == null || !rests.isAfter(now));
  }

  void begin(Run run, Instant now) {
    out.fact(new Fact.LeaseSet(Lease.of(run, now.plus(LEASE))));
  }

  /**
   * Takes of the offers what the gang could use.
   *
   * @param member one of its tasks
   * @param most tasks that room is gathered for
   */
  void gather(Run run, TaskBuilder member, int most, List<OfferView> offers, Instant now) {
    Accumulator own = of(run).orElseThrow();
    int open = own.gather(run, member, most, offers, freed(now), now);
    Amount each = Amount.of(run.spec());
    int elsewhere = own.roomElsewhere(each, offers);
    for (Accumulator other : behind(own.lease())) {
      elsewhere += other.roomElsewhere(each, offers);
      open -= other.roomElsewhere(each, offers);
    }
    if (open <= 0 && elsewhere > 0) {
      ask(ASK_WHEN_COMPLETE, now);
    }
  }

  /** Those of all pools are told the same at a time: it takes a look at all that runs. */
  private List<Backfill.Freed> freed(Instant now) {
    if (!freedAt.equals(now)) {
      freedAt = now;
      freed = Backfill.freed(state);
    }
    return freed;
  }

  private List<Accumulator> behind(Lease lease) {
    return state.leases().stream()
        .filter(other -> Lease.ORDER.compare(other, lease) > 0)
        .map(this::of)
        .toList();
  }

  /** What those have of the offers that are behind a gang that gathers room. */
  Behind behind(Run run, List<OfferView> offers) {
    Map<Keeper, Consumer<String>> losers = new LinkedHashMap<>();
    of(run)
        .ifPresent(
            own -> {
              behind(own.lease()).forEach(other -> losers.put(other.lease().keeper(), other::lost));
              losers.put(Head.KEEPER, head::lost);
            });
    return new Behind(offers, losers);
  }

  /** Whether a run may use what is gathered meanwhile: it ends before a gang is to begin. */
  boolean lendsTo(Run run, Instant now) {
    return byPool.values().stream().anyMatch(one -> one.lendsTo(run, now));
  }

  /** Puts a task of a run on what was gathered. */
  Optional<Placement.Placed> lend(Run run, TaskBuilder task, List<OfferView> offers, Instant now) {
    return byPool.values().stream()
        .filter(one -> one.lendsTo(run, now))
        .flatMap(one -> one.lend(task, offers).stream())
        .findFirst();
  }

  /** For how many tasks of a gang room is reserved, as far as was seen. */
  int gathered(Run run) {
    return of(run).map(Accumulator::gathered).orElse(0);
  }
}
