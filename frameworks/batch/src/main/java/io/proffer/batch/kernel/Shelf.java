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
import java.util.function.Predicate;

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
    if (!held.containsKey(offer)) {
      offer.hold();
      held.put(offer, new Held(now, new LinkedHashSet<>()));
    }
    held.get(offer).keepers().add(keeper);
  }

  /** Gives back what is kept for one, and the offers that are held for nobody else. */
  void giveBack(Keeper keeper) {
    held.keySet().forEach(offer -> offer.giveBack(keeper));
    held.values().forEach(one -> one.keepers().remove(keeper));
    release(offer -> held.get(offer).keepers().isEmpty());
  }

  /** Does what was put on offers that were held. */
  void release() {
    release(offer -> !offer.operations().isEmpty());
  }

  /** Gives back what was held for long enough. */
  void tick(Instant now) {
    release(offer -> !held.get(offer).since().plus(LONGEST).isAfter(now));
  }

  private void release(Predicate<OfferView> which) {
    List<OfferView> some = held.keySet().stream().filter(which).toList();
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
