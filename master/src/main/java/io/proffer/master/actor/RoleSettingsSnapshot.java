package io.proffer.master.actor;

import io.proffer.master.state.RoleSettings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What operators have said about roles, at one moment; immutable.
 *
 * @param weights those that were set, by role
 */
public record RoleSettingsSnapshot(SortedMap<String, Double> weights) {
  public RoleSettingsSnapshot {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /** Operators have said nothing. */
  public static final RoleSettingsSnapshot NONE = new RoleSettingsSnapshot(new TreeMap<>());

  static RoleSettingsSnapshot of(RoleSettings roles) {
    return new RoleSettingsSnapshot(roles.weights());
  }

  /** What a role weighs. */
  public double weightOf(String role) {
    return weights.getOrDefault(role, RoleSettings.DEFAULT_WEIGHT);
  }
}
