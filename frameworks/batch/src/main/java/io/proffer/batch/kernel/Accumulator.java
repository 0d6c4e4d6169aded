package io.proffer.batch.kernel;

import io.proffer.batch.model.RunSpec;
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

/**
 * Gathers room for one gang at a time, whose turn it is and which finds too little: what it could
 * use is kept from others, by a reservation where the framework has a role of its own, else by
 * keeping the offer for moments. Its lease ends in time, so that one which never finds enough does
 * not stand in the way of others for ever. Not thread-safe.
 */
final class Accumulator {

  /** How long one gang gathers room. */
  static final Duration LEASE = Duration.ofMinutes(10);

  /** How long a gang that has gathered in vain lets others do so. */
  static final Duration REST = Duration.ofMinutes(5);

  /** How often all that is free is asked for while room is gathered. */
  private static final Duration ASK = Duration.ofSeconds(5);

  private static final Duration ASK_WHEN_COMPLETE = Duration.ofSeconds(1);

  /** An agent that was not offered for so long does not come back. */
  private static final Duration FORGET = Duration.ofDays(7);

  private static final int MAX_RESTING = 1_000;

  private final BatchState state;
  private final Outbox out;
  private final Shelf shelf;

  /** For how many of the gang's tasks there is a reservation, by agent, as far as was seen. */
  private final Map<String, Integer> reserved = new LinkedHashMap<>();

  private Optional<Gathering> gathering = Optional.empty();
  private Instant asked = Instant.EPOCH;

  private final Map<String, Instant> resting =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_RESTING;
        }
      };

  /**
   * What was gathered of the offers at hand.
   *
   * @param keeper the gang
   * @param kept for how many tasks, by offer
   * @param plannedStart of the gang, as far as that is known
   */
  private record Gathering(
      Keeper keeper, TaskBuilder member, Map<OfferView, Integer> kept, Instant plannedStart) {}

  Accumulator(BatchState state, Outbox out, Shelf shelf) {
    this.state = state;
    this.out = out;
    this.shelf = shelf;
  }

  /** Whether a gang gathers room. */
  boolean isFor(Run run) {
    return state.lease().filter(lease -> lease.isOf(run)).isPresent();
  }

  /** Ends a lease that is over, or whose gang needs no room any more. */
  void tick(Instant now) {
    List<String> gone =
        state.reserved().entrySet().stream()
            .filter(e -> !e.getValue().plus(FORGET).isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(agent -> out.fact(new Fact.ReservedForgotten(agent)));
    Optional<Lease> lease = state.lease();
    if (lease.isEmpty()) {
      return;
    }
    boolean wanted =
        state
            .run(lease.get().job(), lease.get().run())
            .filter(run -> run.stopped().isEmpty() && state.gang(run).isWaiting())
            .isPresent();
    if (!wanted) {
      end();
    } else if (!lease.get().until().isAfter(now)) {
      resting.put(lease.get().holder(), now.plus(REST));
      end();
    } else {
      ask(ASK, now);
    }
  }

  /** What was declined is of use together with what is free since. */
  private void ask(Duration interval, Instant now) {
    if (!asked.plus(interval).isAfter(now)) {
      asked = now;
      out.action(new Action.Revive());
    }
  }

  private void end() {
    out.fact(new Fact.LeaseEnded());
    reserved.clear();
    shelf.releaseAll();
  }

  /** The gang has found its room. */
  void placed(Run run) {
    if (isFor(run)) {
      out.fact(new Fact.LeaseEnded());
      reserved.clear();
    }
  }

  /**
   * Gives back what is reserved for gangs that do not gather room, and keeps from all others what
   * is reserved for the one that does.
   */
  void sort(List<OfferView> offers, Instant now) {
    gathering = Optional.empty();
    Optional<String> holder = state.lease().map(Lease::holder);
    for (OfferView offer : offers) {
      Set<String> gangs = Reserved.gangs(offer);
      for (String gang : gangs) {
        Resources some = Reserved.of(offer, gang);
        if (holder.filter(gang::equals).isEmpty()) {
          offer.unreserve(some);
        } else {
          offer.keepBack(Keeper.of(gang), some);
        }
      }
      if (!gangs.isEmpty()) {
        mark(offer, now);
      } else if (holder.isEmpty()) {
        forget(offer);
      }
    }
  }

  private void mark(OfferView offer, Instant now) {
    String agent = offer.agent().value();
    if (!state.reserved().containsKey(agent)) {
      out.fact(new Fact.ReservedSet(agent, now));
    }
  }

  /** What tasks use may be reserved, and is offered again when they have ended. */
  private void forget(OfferView offer) {
    String agent = offer.agent().value();
    if (state.reserved().containsKey(agent) && !state.hasTasksOn(agent)) {
      out.fact(new Fact.ReservedForgotten(agent));
    }
  }

  /** Whether a gang may gather room now: nobody else does, and it has not done so just now. */
  boolean mayBegin(Run run, Instant now) {
    Instant rests = resting.get(Lease.of(run, now).holder());
    return state.lease().isEmpty() && (rests == null || !rests.isAfter(now));
  }

  void begin(Run run, Instant now) {
    reserved.clear();
    out.fact(new Fact.LeaseSet(Lease.of(run, now.plus(LEASE))));
  }

  /**
   * Takes of the offers what the gang could use.
   *
   * @param member one of its tasks
   * @param most tasks that room is gathered for
   */
  void gather(Run run, TaskBuilder member, int most, List<OfferView> offers, Instant now) {
    Keeper keeper = Lease.keeper(run);
    int elsewhere = reservedElsewhere(offers);
    int open = most - elsewhere;
    Map<OfferView, Integer> kept = new LinkedHashMap<>();
    Map<String, Amount> free = new LinkedHashMap<>();
    for (OfferView offer : offers) {
      offer.giveBack(keeper);
      free.merge(offer.agent().value(), Amount.of(offer.left()), Amount::plus);
      int room = offer.room(member, Math.max(0, open));
      if (room > 0) {
        if (offer.role().equals("*")) {
          shelf.keep(offer, now);
        } else {
          mark(offer, now);
          reserve(run, offer, room);
          reserved.put(offer.agent().value(), room);
          if (offer.operations().isEmpty()) {
            shelf.keep(offer, now); // To be found together with what is still to come.
          }
        }
        offer.keepBack(keeper, member, room);
        kept.put(offer, room);
        open -= room;
      }
    }
    if (open <= 0 && elsewhere > 0) {
      ask(ASK_WHEN_COMPLETE, now);
    }
    Instant plannedStart =
        Backfill.plannedStart(
            most,
            Amount.of(run.spec()),
            free,
            Backfill.freed(state),
            state.lease().orElseThrow().until());
    gathering = Optional.of(new Gathering(keeper, member, kept, plannedStart));
  }

  /** Whether a run may use what is gathered meanwhile: it ends before the gang is to begin. */
  boolean lendsTo(Run run, Instant now) {
    return gathering.filter(g -> Backfill.fits(run, now, g.plannedStart())).isPresent();
  }

  /** Puts a task on what was gathered. */
  Optional<Placement.Placed> lend(TaskBuilder task) {
    if (gathering.isEmpty()) {
      return Optional.empty();
    }
    Gathering now = gathering.get();
    for (Map.Entry<OfferView, Integer> entry : now.kept().entrySet()) {
      OfferView offer = entry.getKey();
      offer.giveBack(now.keeper());
      Placement placement = offer.launch(task);
      entry.setValue(offer.room(now.member(), entry.getValue()));
      offer.keepBack(now.keeper(), now.member(), entry.getValue());
      if (placement instanceof Placement.Placed placed) {
        return Optional.of(placed);
      }
    }
    return Optional.empty();
  }

  private int reservedElsewhere(List<OfferView> offers) {
    offers.forEach(offer -> reserved.remove(offer.agent().value()));
    return reserved.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void reserve(Run run, OfferView offer, int members) {
    Lease lease = state.lease().orElseThrow();
    Resources there = Reserved.of(offer, lease.holder());
    RunSpec spec = run.spec();
    Map<String, Double> needs = new LinkedHashMap<>();
    needs.put("cpus", spec.cpus());
    needs.put("mem", spec.memMb());
    needs.put("disk", spec.diskMb());
    needs.put("gpus", (double) spec.gpus());
    needs.forEach(
        (name, each) -> {
          double missing = Math.round(each * 1000) * members / 1000.0 - there.scalar(name);
          if (missing >= 0.001) {
            var unused =
                offer.reserve(name, missing, Reserved.labels(lease.holder(), lease.until()));
          }
        });
  }

  /** For how many tasks room is reserved, as far as was seen. */
  int gathered() {
    return reserved.values().stream().mapToInt(Integer::intValue).sum();
  }
}
