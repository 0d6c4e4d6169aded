package io.proffer.batch.model;

import java.util.List;
import java.util.Optional;

/**
 * That a run is many tasks of one kind, which know their indexes.
 *
 * @param size indexes go from 0 to one less
 * @param throttle how many tasks there are at a time
 * @param maxFailed how many indexes may fail for good
 * @param success when it has done what it was to do
 * @param copies of indexes that take long; empty: there are none
 */
public record ArraySpec(
    int size, int throttle, int maxFailed, Success success, Optional<Copies> copies) {

  public static final int MAX_SIZE = 1_000_000;
  public static final int MAX_THROTTLE = 20_000;
  public static final int USUAL_THROTTLE = 1_000;

  /** One without copies. */
  public ArraySpec(int size, int throttle, int maxFailed, Success success) {
    this(size, throttle, maxFailed, success, Optional.empty());
  }

  /** What must end well. */
  public enum Kind {
    /** All, but for those that may fail. */
    ALL,
    ANY,
    QUORUM,
    INDEXES
  }

  /**
   * What must end well; the rest is stopped then.
   *
   * @param count of a quorum
   * @param indexes those that must
   */
  public record Success(Kind kind, int count, List<Integer> indexes) {
    public static final Success ALL = new Success(Kind.ALL, 0, List.of());

    public Success {
      indexes = List.copyOf(indexes);
    }
  }
}
