package io.proffer.batch.model;

import java.util.List;

/**
 * That a run is many tasks of one kind, which know their indexes.
 *
 * @param size indexes go from 0 to one less
 * @param throttle how many tasks there are at a time
 * @param maxFailed how many indexes may fail for good
 * @param success when it has done what it was to do
 */
public record ArraySpec(int size, int throttle, int maxFailed, Success success) {

  public static final int MAX_SIZE = 1_000_000;
  public static final int MAX_THROTTLE = 20_000;
  public static final int USUAL_THROTTLE = 1_000;

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
