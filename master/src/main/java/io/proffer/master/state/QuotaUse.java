package io.proffer.master.state;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Quantities;
import io.proffer.core.model.Resources;

/**
 * What counts against the quota of a role: scalars, of the role and all below it.
 *
 * @param reserved what is reserved to it, used or not
 * @param used what it uses that is not reserved, and cannot be revoked
 * @param offered what it is offered of the same kind
 */
public record QuotaUse(Quantities reserved, Quantities used, Quantities offered) {

  public static final QuotaUse NONE =
      new QuotaUse(Quantities.NONE, Quantities.NONE, Quantities.NONE);

  /** What is taken, whatever becomes of the offers. */
  public Quantities consumed() {
    return reserved.plus(used);
  }

  /** What is taken if all offers are used. */
  public Quantities consumedAndOffered() {
    return consumed().plus(offered);
  }

  /** Whether quota is about it: other than what is reserved, or can be revoked. */
  public static boolean counts(Entry entry) {
    return !entry.isReserved() && !entry.isRevocable();
  }

  /** What of the resources quota is about. */
  public static Quantities countedIn(Resources resources) {
    return Quantities.of(resources, QuotaUse::counts);
  }
}
