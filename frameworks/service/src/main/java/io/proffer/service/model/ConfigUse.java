package io.proffer.service.model;

import java.util.Optional;

/**
 * A configuration that instances are given as they are launched.
 *
 * @param name of the configuration
 * @param directory where its entries are files; empty: they are variables
 * @param prefix of the variables' names
 * @param onChange what is done with instances when it changes
 */
public record ConfigUse(String name, Optional<String> directory, String prefix, OnChange onChange) {

  /** What a change does. */
  public enum OnChange {
    /** Instances are replaced, as for a change of the app. */
    RESTART,
    /** Instances keep what they have; new ones get the new entries. */
    NOTHING
  }
}
