package io.proffer.batch.kernel;

import io.proffer.batch.model.GangSpec;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts all the tasks on offers that a gang begins with, or none of them. */
final class GangPlacer {

  private static final int MAX_REPORTS = 1_000;

  private final BatchState state;
  private final Accumulators accumulators;
  private final Standing standing;
  private final Map<String, String> reports = BoundedMap.ofNewest(MAX_REPORTS);

  /** A task of a gang in its place. */
  record Placed(int index, int attempt, Placement.Placed where) {}

  GangPlacer(BatchState state, Accumulators accumulators, Standing standing) {
    this.state = state;
    this.accumulators = accumulators;
    this.standing = standing;
  }

  /** What became of a gang when it was last tried; empty if it was not. */
  Optional<String> report(Run run) {
    return Optional.ofNullable(reports.get(Lease.of(run, Instant.EPOCH).holder()));
  }

  /**
   * Places as many tasks as fit if they are enough to begin with; otherwise the gang may be the one
   * that room is gathered for. What is gathered for those behind it is used only where that is
   * enough, and only as much as it takes.
   */
  List<Placed> place(Run run, ArrayBook arrays, List<OfferView> offers, Instant now) {
    GangSpec spec = GangBook.spec(run);
    Indexes indexes = state.indexes(run);
    int wanted = spec.size() - indexes.succeeded();
    int needed = Math.max(1, spec.minAvailable() - indexes.succeeded());
    if (accumulators.isFor(run)) {
      offers.forEach(offer -> offer.giveBack(Lease.keeper(run)));
    }
    TaskBuilder member = TaskMaker.task(run, 0, 1, now);
    Rooms free = Rooms.of(offers, member, wanted);
    Behind behind = accumulators.behind(run, offers);
    if (free.sum() < needed) {
      behind.open();
      Rooms all = Rooms.of(offers, member, needed);
      behind.close();
      if (all.sum() < needed) {
        wait(run, member, needed, all.sum(), offers, now);
        return List.of();
      }
    }
    List<Placed> placed = new ArrayList<>();
    launch(run, arrays, offers, free, placed, now);
    if (placed.size() < needed) {
      behind.open();
      launch(run, arrays, offers, Rooms.of(offers, member, needed - placed.size()), placed, now);
      behind.close();
    }
    reports.remove(Lease.of(run, now).holder());
    accumulators.placed(run);
    return placed;
  }

  /** For how many tasks each of the offers has room, together not more than are wanted. */
  private record Rooms(List<Integer> each, int sum) {
    static Rooms of(List<OfferView> offers, TaskBuilder member, int wanted) {
      List<Integer> each = new ArrayList<>();
      int sum = 0;
      for (OfferView offer : offers) {
        int here = offer.room(member, wanted - sum);
        each.add(here);
        sum += here;
      }
      return new Rooms(each, sum);
    }
  }

  private void wait(
      Run run, TaskBuilder member, int needed, int room, List<OfferView> offers, Instant now) {
    Optional<String> never = standing.neverFits(run, needed);
    if (never.isEmpty() && accumulators.mayBegin(run, now)) {
      accumulators.begin(run, now);
    }
    Optional<Lease> lease = state.lease(FairShare.Who.of(run).pool());
    String line =
        "its gang needs room for %d tasks at once, the last offers had room for %d"
            .formatted(needed, room);
    if (accumulators.isFor(run)) {
      accumulators.gather(run, member, needed, offers, now);
      line +=
          "; room is gathered for it until "
              + lease.orElseThrow().until()
              + ", and is reserved for "
              + accumulators.gathered(run);
    } else if (never.isPresent()) {
      line += "; " + never.get();
    } else if (lease.isPresent()) {
      line += "; room is gathered for " + lease.get().holder() + " of the same pool first";
    }
    reports.put(Lease.of(run, now).holder(), line);
  }

  private void launch(
      Run run,
      ArrayBook arrays,
      List<OfferView> offers,
      Rooms rooms,
      List<Placed> placed,
      Instant now) {
    Indexes indexes = state.indexes(run);
    int index = placed.isEmpty() ? 0 : placed.getLast().index() + 1;
    for (int i = 0; i < offers.size(); i++) {
      for (int here = 0; here < rooms.each().get(i); here++) {
        while (indexes.isSucceeded(index)) {
          index++;
        }
        int attempt = arrays.nextAttempt(run, index);
        if (offers.get(i).launch(TaskMaker.task(run, index, attempt, now))
            instanceof Placement.Placed where) {
          placed.add(new Placed(index, attempt, where));
          index++;
        } else {
          throw new IllegalStateException("there was room for " + run + " on " + offers.get(i));
        }
      }
    }
  }
}
