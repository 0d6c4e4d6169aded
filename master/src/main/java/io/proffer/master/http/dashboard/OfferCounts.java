package io.proffer.master.http.dashboard;

import io.proffer.master.state.OfferEnd;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of the offers to a framework, since this master leads.
 *
 * @param withdrawn by the master: rescinded, or of no use to anybody any more
 * @param lastMadeAt when the last one was made; empty if none ever was
 * @param lastEnd what became of the one that ended last
 */
record OfferCounts(
    long made,
    long accepted,
    long declined,
    long withdrawn,
    Optional<Instant> lastMadeAt,
    Optional<OfferEnd> lastEnd) {

  static final OfferCounts NONE = new OfferCounts(0, 0, 0, 0, Optional.empty(), Optional.empty());

  OfferCounts made(Instant at) {
    return new OfferCounts(made + 1, accepted, declined, withdrawn, Optional.of(at), lastEnd);
  }

  OfferCounts ended(OfferEnd how) {
    return new OfferCounts(
        made,
        accepted + (how == OfferEnd.ACCEPTED ? 1 : 0),
        declined + (how == OfferEnd.DECLINED ? 1 : 0),
        withdrawn + (how == OfferEnd.RESCINDED || how == OfferEnd.DISCARDED ? 1 : 0),
        lastMadeAt,
        Optional.of(how));
  }
}
