package io.proffer.batch.model;

import java.time.Duration;

/**
 * That the tasks of a run are begun together or not at all, and begun anew together when one of
 * them fails.
 *
 * @param size how many tasks there are
 * @param minAvailable how many must be there at least: with as many it begins, with fewer it is
 *     begun anew; the rest comes when there is room
 * @param startTimeout how long the first {@code minAvailable} tasks may take until all of them run
 */
public record GangSpec(int size, int minAvailable, Duration startTimeout) {

  public static final int MAX_SIZE = 5_000;

  /** How long it may take unless said otherwise. */
  public static final Duration USUAL_START_TIMEOUT = Duration.ofMinutes(5);

  /** Whether it needs all its tasks. */
  public boolean isRigid() {
    return minAvailable == size;
  }

  /** Its tasks, as those of an array that has all of them at a time. */
  public ArraySpec tasks() {
    return new ArraySpec(size, size, 0, ArraySpec.Success.ALL);
  }
}
