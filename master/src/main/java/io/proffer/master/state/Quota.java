package io.proffer.master.state;

import io.proffer.core.model.Quantities;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;

/**
 * What a role, with all below it, is sure to get, and the most it may have.
 *
 * @param guarantees no zeros
 * @param limits a name that is not there has none; 0 means nothing at all
 */
public record Quota(Quantities guarantees, Quantities limits) {

  /** No guarantee and no limit. */
  public static final Quota NONE = new Quota(Quantities.NONE, Quantities.NONE);

  public Quota {
    guarantees = guarantees.withoutZeros();
  }

  public static Quota of(QuotaConfig config) {
    return new Quota(
        Quantities.of(config.getGuaranteesMap()), Quantities.of(config.getLimitsMap()));
  }

  /** Whether it says nothing. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** As on the wire. */
  public QuotaConfig toConfig(String role) {
    return QuotaConfig.newBuilder()
        .setRole(role)
        .putAllGuarantees(guarantees.toProto())
        .putAllLimits(limits.toProto())
        .build();
  }
}
