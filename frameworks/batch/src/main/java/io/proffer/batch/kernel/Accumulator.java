package io.proffer.batch.kernel;

import io.proffer.batch.model.RunSpec;
import io.proffer.core.model.Resources;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The room that is gathered for one gang: what it could use is kept from others, by a reservation
 * where the framework has a role of its own, else by holding the offer for moments. Not
 * thread-safe.
 */
final class Accumulator {

  private final Lease lease;
  private final Amount each;
  private final Shelf shelf;
  private final ReservedAgents agents;

  /** For how many of the gang's tasks there is a reservation, by agent, as far as was seen. */
  private final Map<String, Integer> reserved = new LinkedHashMap<>();

  /** Of the gang, as far as that is known. */
  private Optional<Instant> plannedStart = Optional.empty();

  /**
   * @param each task of the gang
   */
  Accumulator(Lease lease, Amount each, Shelf shelf, ReservedAgents agents) {
    this.lease = lease;
    this.each = each;
    this.shelf = shelf;
    this.agents = agents;
  }

  Lease lease() {
    return lease;
  }

  private Keeper keeper() {
    return lease.keeper();
  }

  /** For how many tasks room is reserved, as far as was seen. */
  int gathered() {
    return reserved.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** For how many tasks of another size there is room in what is reserved and was not offered. */
  int roomElsewhere(Amount other, List<OfferView> offers) {
    Map<String, Integer> elsewhere = new LinkedHashMap<>(reserved);
    offers.forEach(offer -> elsewhere.remove(offer.agent().value()));
    return elsewhere.values().stream().mapToInt(tasks -> other.timesIn(each.times(tasks))).sum();
  }

  /** What is reserved on an agent others have now, or it is counted anew. */
  void lost(String agent) {
    reserved.remove(agent);
  }

  /**
   * Takes of the offers what the gang could use, and nobody else has.
   *
   * @param most tasks that room is gathered for
   * @param freed what ends when
   * @return for how many of them there is none yet
   */
  int gather(
      Run run,
      TaskBuilder member,
      int most,
      List<OfferView> offers,
      List<Backfill.Freed> freed,
      Instant now) {
    offers.forEach(offer -> lost(offer.agent().value()));
    int open = most - gathered();
    Map<String, Amount> free = new LinkedHashMap<>();
    for (OfferView offer : offers) {
      offer.giveBack(keeper());
      free.merge(offer.agent().value(), Amount.of(offer.left()), Amount::plus);
      int room = offer.room(member, Math.max(0, open));
      if (room > 0) {
        keep(run.spec(), member, room, offer, now);
        open -= room;
      }
    }
    plannedStart = Optional.of(Backfill.plannedStart(most, each, free, freed, lease.until()));
    return open;
  }

  private void keep(RunSpec spec, TaskBuilder member, int room, OfferView offer, Instant now) {
    if (offer.role().equals("*")) {
      shelf.hold(offer, keeper(), now);
    } else {
      agents.mark(offer, now);
      reserve(spec, offer, room);
      reserved.merge(offer.agent().value(), room, Integer::sum);
      if (offer.operations().isEmpty()) {
        shelf.hold(offer, keeper(), now); // To be found together with what is still to come.
      }
    }
    offer.keepBack(keeper(), member, room);
  }

  private void reserve(RunSpec spec, OfferView offer, int members) {
    Resources there = Reserved.of(offer, lease.holder());
    Map<String, Double> needs = new LinkedHashMap<>();
    needs.put("cpus", spec.cpus());
    needs.put("mem", spec.memMb());
    needs.put("disk", spec.diskMb());
    needs.put("gpus", (double) spec.gpus());
    needs.forEach(
        (name, one) -> {
          double missing = Math.round(one * 1000) * members / 1000.0 - there.scalar(name);
          if (missing >= 0.001) {
            var unused =
                offer.reserve(name, missing, Reserved.labels(lease.holder(), lease.until()));
          }
        });
  }

  /** Whether a run may use what is gathered meanwhile: it ends before the gang is to begin. */
  boolean lendsTo(Run run, Instant now) {
    return plannedStart.filter(start -> Backfill.fits(run, now, start)).isPresent();
  }

  /** Puts a task on what was gathered. */
  Optional<Placement.Placed> lend(TaskBuilder task, List<OfferView> offers) {
    for (OfferView offer : offers) {
      Resources kept = offer.kept(keeper());
      if (!kept.isEmpty()) {
        offer.giveBack(keeper());
        Placement placement = offer.launch(task);
        offer.keepBack(keeper(), kept.intersect(offer.left()));
        if (placement instanceof Placement.Placed placed) {
          return Optional.of(placed);
        }
      }
    }
    return Optional.empty();
  }
}
