package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts tasks that are alike on the first offer that has room, for one event. Where one has not
 * fitted the next does not either, as room only shrinks meanwhile. Not thread-safe.
 */
final class FirstFit {

  private static final int MAX_MISSES = 20;

  private final List<OfferView> offers;
  private final List<String> misses = new ArrayList<>();
  private int first;
  private boolean hopeless;

  FirstFit(List<OfferView> offers) {
    this.offers = offers;
  }

  Optional<Placement.Placed> place(TaskBuilder task) {
    for (; first < offers.size(); first++) {
      switch (offers.get(first).launch(task)) {
        case Placement.Placed placed -> {
          return Optional.of(placed);
        }
        case Placement.Unplaced unplaced ->
            unplaced.misses().stream()
                .limit(MAX_MISSES - misses.size())
                .map(Placement.Miss::toString)
                .forEach(misses::add);
      }
    }
    return Optional.empty();
  }

  /** Why not, for people, for the first ones. */
  List<String> misses() {
    return List.copyOf(misses);
  }

  /** No more of them are to be tried. */
  void giveUp() {
    hopeless = true;
  }

  boolean isHopeless() {
    return hopeless;
  }
}
