package io.proffer.batch.kernel;

import io.proffer.core.model.Resources;
import io.proffer.sdk.Keeper;
import io.proffer.sdk.OfferView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is kept of the offers for those that are behind a gang in the order of {@link Lease}: where
 * it is all that the gang lacks, it has the use of it. Not thread-safe.
 */
final class Behind {

  private final List<OfferView> offers;
  private final Map<Keeper, Consumer<String>> losers;
  private final List<Part> open = new ArrayList<>();

  private record Part(
      OfferView offer, Keeper keeper, Consumer<String> loser, Resources resources) {}

  /**
   * @param losers those that are behind, and who is told of an agent on which they have lost
   */
  Behind(List<OfferView> offers, Map<Keeper, Consumer<String>> losers) {
    this.offers = offers;
    this.losers = losers;
  }

  /** What they have is left, until {@link #close}. */
  void open() {
    for (OfferView offer : offers) {
      losers.forEach(
          (keeper, loser) -> {
            Resources kept = offer.kept(keeper);
            if (!kept.isEmpty()) {
              offer.giveBack(keeper);
              open.add(new Part(offer, keeper, loser, kept));
            }
          });
    }
  }

  /** They have again what was not used meanwhile. */
  void close() {
    for (Part part : open) {
      Resources rest = part.resources().intersect(part.offer().left());
      part.offer().keepBack(part.keeper(), rest);
      if (!rest.equals(part.resources())) {
        part.loser().accept(part.offer().agent().value());
      }
    }
    open.clear();
  }
}
