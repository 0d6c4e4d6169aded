package io.proffer.simulator;

import io.proffer.sdk.testkit.engine.Trace;
import java.time.Duration;

/** A run of a seed, from its beginning to its end. */
interface Run {

  /** Makes the run of a seed, with all that a run needs. */
  @FunctionalInterface
  interface Maker {
    Run of(long seed, Trace trace);
  }

  /**
   * Runs it to its end.
   *
   * @throws ViolationException when something does not hold that must
   */
  void run();

  Plan plan();

  long steps();

  /** How much virtual time has passed. */
  Duration time();

  /** What has happened so far. */
  Coverage coverage();
}
