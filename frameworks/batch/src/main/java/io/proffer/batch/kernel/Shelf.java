package io.proffer.batch.kernel;

import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The offers that are kept for moments, so that a gang which needs several of them at once finds
 * them together. Not thread-safe.
 */
final class Shelf {

  /** Nobody else has the use of them meanwhile. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  private final Outbox out;
  private final Map<OfferView, Instant> held = new LinkedHashMap<>();

  Shelf(Outbox out) {
    this.out = out;
  }

  /** All offers there are now, those that were kept first. */
  List<OfferView> with(Offers offers, Instant now) {
    tick(now);
    List<OfferView> all = new ArrayList<>(held.keySet());
    offers.forEach(all::add);
    return all;
  }

  /** Keeps an offer, if it is not kept already, in whose callback this is called. */
  void keep(OfferView offer, Instant now) {
    if (held.putIfAbsent(offer, now) == null) {
      offer.hold();
    }
  }

  /** Does what was put on offers that were kept. */
  void release() {
    List<OfferView> used =
        held.keySet().stream().filter(offer -> !offer.operations().isEmpty()).toList();
    used.forEach(this::release);
  }

  private void release(OfferView offer) {
    held.remove(offer);
    out.action(new Action.Release(offer));
  }

  /** Gives back what was kept for long enough. */
  void tick(Instant now) {
    List<OfferView> late =
        held.entrySet().stream()
            .filter(e -> !e.getValue().plus(LONGEST).isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(this::release);
  }

  /** They are void: the subscription they came with is lost. */
  void clear() {
    held.clear();
  }

  /** Gives back all of them. */
  void releaseAll() {
    List.copyOf(held.keySet()).forEach(this::release);
  }

  int size() {
    return held.size();
  }
}
