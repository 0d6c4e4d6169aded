package io.proffer.core.model;

import java.util.Optional;

/**
 * Some resources become others: the same amounts, reserved otherwise or with a volume on them.
 *
 * @param consumed what is no more afterwards
 * @param converted what is there instead
 */
public record ResourceConversion(Resources consumed, Resources converted) {

  /** Why it cannot be done to {@code resources}, in the words of Mesos; empty if it can. */
  public Optional<String> problemOf(Resources resources) {
    return resources.contains(consumed)
        ? Optional.empty()
        : Optional.of(resources + " does not contain " + consumed);
  }

  /**
   * What {@code resources} become.
   *
   * @throws IllegalArgumentException if they do not contain what is consumed
   */
  public Resources applyTo(Resources resources) {
    return resources.minus(consumed).plus(converted);
  }

  /** What takes this back. */
  ResourceConversion undone() {
    return new ResourceConversion(/* consumed= */ converted, /* converted= */ consumed);
  }
}
