package io.proffer.batch.model;

import java.util.Optional;

/**
 * Whose turn a run takes.
 *
 * @param pool empty: {@link #DEFAULT_POOL}
 * @param user empty: who the command runs as, else {@link #NOBODY}
 * @param priority among the runs of one user, 0 to 100; higher ones first
 */
public record Queueing(Optional<String> pool, Optional<String> user, Optional<Integer> priority) {

  /** Nothing said. */
  public static final Queueing NONE =
      new Queueing(Optional.empty(), Optional.empty(), Optional.empty());

  public static final String DEFAULT_POOL = "default";

  /** The user of runs that name none. */
  public static final String NOBODY = "nobody";

  public static final int USUAL_PRIORITY = 50;

  /** The pool's name. */
  public String poolName() {
    return pool.orElse(DEFAULT_POOL);
  }

  /** Where one run stands before another of its user. */
  public int rank() {
    return priority.orElse(USUAL_PRIORITY);
  }
}
