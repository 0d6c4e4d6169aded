package io.proffer.batch.kernel;

import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The offers that are held for moments, so that a gang which needs several of them at once finds
 * them together. Not thread-safe.
 */
final class Shelf {

  /** Nobody else has the use of them meanwhile. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  private final Outbox out;
  private final Map<OfferView, Held> held = new LinkedHashMap<>();

  /** Since when, and for whom. */
  private record Held(Instant since, Set<Keeper> keepers) {}

  Shelf(Outbox out) {
    this.out = out;
  }

  /** All offers there are now, those that were held first. */
  List<OfferView> with(Offers offers, Instant now) {
    tick(now);
    List<OfferView> all = new ArrayList<>(held.keySet());
    offers.forEach(all::add);
    return all;
  }

  /** Holds an offer for one who keeps a part of it, in whose callback this is called. */
  void hold(OfferView offer, Keeper keeper, Instant now) {
    held.computeIfAbsent(
            offer,
            unheld -> {
              unheld.hold();
              return new Held(now, new LinkedHashSet<>());
            })
        .keepers()
        .add(keeper);
  }

  /** Gives back what is kept for one, and the offers that are held for nobody else. */
  void giveBack(Keeper keeper) {
    held.keySet().forEach(offer -> offer.giveBack(keeper));
    held.values().forEach(one -> one.keepers().remove(keeper));
    release((offer, one) -> one.keepers().isEmpty());
  }

  /** Does what was put on offers that were held. */
  void release() {
    release((offer, one) -> !offer.operations().isEmpty());
  }

  /** Gives back what was held for long enough. */
  void tick(Instant now) {
    release((offer, one) -> !one.since().plus(LONGEST).isAfter(now));
  }

  private void release(BiPredicate<OfferView, Held> which) {
    List<OfferView> some =
        held.entrySet().stream()
            .filter(one -> which.test(one.getKey(), one.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    for (OfferView offer : some) {
      held.remove(offer);
      out.action(new Action.Release(offer));
    }
  }

  /** They are void: the subscription they came with is lost. */
  void clear() {
    held.clear();
  }
}
