package io.proffer.batch.kernel;

import io.proffer.batch.model.GangSpec;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts all the tasks on offers that a gang begins with, or none of them. */
final class GangPlacer {

  private final BatchState state;
  private final Accumulator accumulator;
  private final Standing standing;
  private final Map<String, String> reports =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > 1_000;
        }
      };

  /** A task of a gang in its place. */
  record Placed(int index, int attempt, Placement.Placed where) {}

  GangPlacer(BatchState state, Accumulator accumulator, Standing standing) {
    this.state = state;
    this.accumulator = accumulator;
    this.standing = standing;
  }

  /** What became of a gang when it was last tried; empty if it was not. */
  Optional<String> report(Run run) {
    return Optional.ofNullable(reports.get(Lease.of(run, Instant.EPOCH).holder()));
  }

  /**
   * Places as many tasks as fit if they are enough to begin with; otherwise the gang may be the one
   * that room is gathered for.
   */
  List<Placed> place(Run run, ArrayBook arrays, List<OfferView> offers, Instant now) {
    GangSpec spec = GangBook.spec(run);
    Indexes indexes = state.indexes(run);
    int wanted = spec.size() - indexes.succeeded();
    int needed = Math.max(1, spec.minAvailable() - indexes.succeeded());
    boolean gathers = accumulator.isFor(run);
    if (gathers) {
      offers.forEach(offer -> offer.giveBack(Lease.keeper(run)));
    }
    TaskBuilder member = TaskMaker.task(run, 0, 1, now);
    List<Integer> rooms = new ArrayList<>();
    int room = 0;
    for (OfferView offer : offers) {
      int here = offer.room(member, wanted - room);
      rooms.add(here);
      room += here;
    }
    if (room >= needed) {
      accumulator.placed(run);
      return placeAll(run, arrays, offers, rooms, now);
    }
    wait(run, member, needed, room, offers, now);
    return List.of();
  }

  private void wait(
      Run run, TaskBuilder member, int needed, int room, List<OfferView> offers, Instant now) {
    Optional<String> never = standing.neverFits(run, needed);
    if (never.isEmpty() && accumulator.mayBegin(run, now)) {
      accumulator.begin(run, now);
    }
    String line =
        "its gang needs room for %d tasks at once, the last offers had room for %d"
            .formatted(needed, room);
    if (accumulator.isFor(run)) {
      accumulator.gather(run, member, needed, offers, now);
      line +=
          "; room is gathered for it until "
              + state.lease().orElseThrow().until()
              + ", and is reserved for "
              + accumulator.gathered();
    } else if (never.isPresent()) {
      line += "; " + never.get();
    } else if (state.lease().isPresent()) {
      line += "; room is gathered for " + state.lease().get().holder() + " first";
    }
    reports.put(Lease.of(run, now).holder(), line);
  }

  private List<Placed> placeAll(
      Run run, ArrayBook arrays, List<OfferView> offers, List<Integer> rooms, Instant now) {
    reports.remove(Lease.of(run, now).holder());
    Indexes indexes = state.indexes(run);
    List<Placed> placed = new ArrayList<>();
    int index = 0;
    for (int i = 0; i < offers.size(); i++) {
      for (int here = 0; here < rooms.get(i); here++) {
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
    return placed;
  }
}
