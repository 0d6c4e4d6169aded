package io.proffer.service.model;

import io.proffer.core.protocol.TaskSignal;
import java.util.Optional;

/**
 * A configuration that instances are given as they are launched.
 *
 * @param name of the configuration
 * @param directory where its entries are files; empty: they are variables
 * @param prefix of the variables' names
 * @param onChange what is done with instances when it changes
 * @param signal by which instances are told, where they are
 */
public record ConfigUse(
    String name, Optional<String> directory, String prefix, OnChange onChange, TaskSignal signal) {

  /** What a change does. */
  public enum OnChange {
    /** Instances are replaced, as for a change of the app. */
    RESTART,
    /**
     * The files of instances that run are written anew, and the instances told by a signal. They
     * are replaced where there are other files now.
     */
    SIGNAL,
    /** Instances keep what they have; new ones get the new entries. */
    NOTHING
  }
}
