package io.proffer.service.model;

import java.time.Duration;

/** What becomes of instances whose agent cannot be reached. */
public sealed interface UnreachableStrategy {

  /**
   * They are replaced, and forgotten later.
   *
   * @param expungeAfter not before {@code inactiveAfter}
   */
  record Replace(Duration inactiveAfter, Duration expungeAfter) implements UnreachableStrategy {}

  /** They are waited for, however long. */
  record Wait() implements UnreachableStrategy {}
}
