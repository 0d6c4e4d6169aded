package io.proffer.sdk;

import io.proffer.core.model.TaskId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer;

/**
 * What is offered to a scheduler in one callback. Tasks are put on offers here; when the callback
 * has returned they are launched, and offers without a task are declined.
 *
 * {@snippet class="io.proffer.sdk.snippets.MatchingSnippets" region="reasons"}
 *
 * <p>To choose by another rule than first fit, go through the offers, sort them as you like, and
 * ask the one you prefer: {@link OfferView#launch}.
 *
 * {@snippet class="io.proffer.sdk.snippets.MatchingSnippets" region="choose"}
 *
 * <p>Not thread-safe, and of no effect after the callback.
 */
public final class Offers implements Iterable<OfferView> {

  private final List<OfferView> offers;

  private Offers(List<OfferView> offers) {
    this.offers = offers;
  }

  /** What a driver does with the offers of an event; for tests of schedulers. */
  public static Offers of(List<Offer> offers) {
    return of(offers, Optional.empty());
  }

  /**
   * As {@link #of(List)}.
   *
   * @param principal of the framework, in whose name resources are reserved
   */
  public static Offers of(List<Offer> offers, Optional<String> principal) {
    return new Offers(offers.stream().map(offer -> OfferView.of(offer, principal)).toList());
  }

  /**
   * Puts a task on the first offer it fits.
   *
   * @return where, or why nowhere
   */
  public Placement launch(TaskBuilder task) {
    List<Placement.Miss> misses = new ArrayList<>();
    for (OfferView offer : offers) {
      switch (offer.launch(task)) {
        case Placement.Placed placed -> {
          return placed;
        }
        case Placement.Unplaced unplaced -> misses.addAll(unplaced.misses());
      }
    }
    return new Placement.Unplaced(new TaskId(task.id()), misses);
  }

  @Override
  public Iterator<OfferView> iterator() {
    return offers.iterator();
  }

  public Stream<OfferView> stream() {
    return offers.stream();
  }

  public int size() {
    return offers.size();
  }

  @Override
  public String toString() {
    return offers.toString();
  }
}
