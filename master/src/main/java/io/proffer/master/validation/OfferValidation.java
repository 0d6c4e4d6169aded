package io.proffer.master.validation;

import io.proffer.core.model.OfferId;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which offers may be accepted together: live ones, each once, of one framework, role and agent.
 */
public final class OfferValidation {
  private OfferValidation() {}

  /** Why they may not be accepted; empty if they may. */
  public static Optional<String> problem(
      List<OfferId> ids, Framework framework, MasterState state) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    Set<OfferId> seen = new HashSet<>();
    for (OfferId id : ids) {
      if (!seen.add(id)) {
        return Optional.of("Duplicate offer " + id + " in offer list");
      }
    }
    List<Offer> offers = new ArrayList<>(ids.size());
    for (OfferId id : ids) {
      Optional<Offer> offer = state.offer(id);
      if (offer.isEmpty()) {
        return Optional.of("Offer " + id + " is no longer valid");
      }
      offers.add(offer.get());
    }
    return problemOf(offers, framework);
  }

  private static Optional<String> problemOf(List<Offer> offers, Framework framework) {
    for (Offer offer : offers) {
      if (!offer.framework().equals(framework.id())) {
        return Optional.of(
            String.format(
                "Offer %s has invalid framework %s while framework %s is expected",
                offer.id(), offer.framework(), framework.id()));
      }
    }
    Offer first = offers.get(0);
    for (Offer offer : offers) {
      if (!offer.role().equals(first.role())) {
        return Optional.of(
            String.format(
                "Aggregated offers must be allocated to the same role. Offer %s uses role '%s'"
                    + " but another is using role '%s'",
                offer.id(), offer.role(), first.role()));
      }
    }
    for (Offer offer : offers) {
      if (!offer.agent().equals(first.agent())) {
        return Optional.of(
            String.format(
                "Aggregated offers must belong to one single agent. Offer %s uses agent %s"
                    + " and agent %s",
                offer.id(), offer.agent(), first.agent()));
      }
    }
    return Optional.empty();
  }
}
