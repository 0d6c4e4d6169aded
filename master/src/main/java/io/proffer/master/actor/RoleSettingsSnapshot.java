package io.proffer.master.actor;

import io.proffer.master.state.Quota;
import io.proffer.master.state.RoleSettings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators have said about roles, at one moment; immutable.
 *
 * @param weights those that were set, by role
 * @param quotas those in force, by top-level role
 */
public record RoleSettingsSnapshot(
    SortedMap<String, Double> weights, SortedMap<String, Quota> quotas) {
  public RoleSettingsSnapshot {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    quotas = Collections.unmodifiableSortedMap(new TreeMap<>(quotas));
  }

  /** Operators have said nothing. */
  public static final RoleSettingsSnapshot NONE =
      new RoleSettingsSnapshot(new TreeMap<>(), new TreeMap<>());

  static RoleSettingsSnapshot of(RoleSettings roles) {
    return new RoleSettingsSnapshot(roles.weights(), roles.quotas());
  }

  /** What a role weighs. */
  public double weightOf(String role) {
    return weights.getOrDefault(role, RoleSettings.DEFAULT_WEIGHT);
  }

  /** The quota of a role, which says nothing if there is none. */
  public Quota quotaOf(String role) {
    return quotas.getOrDefault(role, Quota.NONE);
  }
}
