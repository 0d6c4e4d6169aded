package io.proffer.master.validation;

import io.proffer.core.model.Quantities;
import io.proffer.core.model.Roles;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Quota;
import io.proffer.master.state.QuotaUse;
import io.proffer.master.state.QuotaView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/**
 * Which offers are in the way of new quotas. As in Mesos, what is free already is not reckoned
 * with: it is free because nobody wanted it.
 */
public final class QuotaRescinds {
  private final QuotaView view;
  private final Set<Offer> rescinded = new LinkedHashSet<>();

  private QuotaRescinds(QuotaView view) {
    this.view = view;
  }

  /**
   * The offers to be taken back when there are these quotas.
   *
   * @param view as things are before
   */
  public static List<Offer> of(List<QuotaConfig> configs, QuotaView view) {
    QuotaRescinds rescinds = new QuotaRescinds(view);
    for (QuotaConfig config : configs) {
      rescinds.keepWithin(config.getRole(), Quota.of(config).limits());
      rescinds.makeRoomFor(config.getRole(), Quota.of(config).guarantees());
    }
    return List.copyOf(rescinds.rescinded);
  }

  /** Takes back what would put the role beyond its limits if it were used. */
  private void keepWithin(String role, Quantities limits) {
    Quantities taken = consumedAndOffered(role);
    for (Offer offer : view.offers()) {
      if (limits.allow(taken)) {
        return;
      }
      Quantities counted = QuotaUse.countedIn(offer.resources());
      if (isOf(role, offer) && isAnyIn(limits, counted) && rescinded.add(offer)) {
        taken = taken.minus(counted);
      }
    }
  }

  /** Takes back from others as much as the role is short of. */
  private void makeRoomFor(String role, Quantities guarantees) {
    Quantities missing = guarantees.minus(consumedAndOffered(role));
    for (Offer offer : rescinded) {
      missing = missing.minus(QuotaUse.countedIn(offer.resources()));
    }
    for (Offer offer : view.offers()) {
      if (missing.isEmpty()) {
        return;
      }
      Quantities counted = QuotaUse.countedIn(offer.resources());
      if (!isOf(role, offer) && isAnyIn(missing, counted) && rescinded.add(offer)) {
        missing = missing.minus(counted);
      }
    }
  }

  private Quantities consumedAndOffered(String role) {
    Quantities taken = view.use(role).consumedAndOffered();
    for (Offer offer : rescinded) {
      if (isOf(role, offer)) {
        taken = taken.minus(QuotaUse.countedIn(offer.resources()));
      }
    }
    return taken;
  }

  private static boolean isOf(String role, Offer offer) {
    return Roles.isAncestorOrSelf(role, offer.role());
  }

  private static boolean isAnyIn(Quantities names, Quantities counted) {
    return names.millis().keySet().stream().anyMatch(name -> counted.millis(name) > 0);
  }
}
