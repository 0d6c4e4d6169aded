package io.proffer.sdk.internal;

import java.util.List;

/**
 * What the driver decided about one input.
 *
 * @param effects what to do, in order
 */
public record DriverDecision(List<DriverEffect> effects) {
  public DriverDecision {
    effects = List.copyOf(effects);
  }
}
