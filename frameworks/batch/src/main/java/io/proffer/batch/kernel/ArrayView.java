package io.proffer.batch.kernel;

/**
 * How an array fares.
 *
 * @param waiting those that failed and are tried again
 * @param failedIndexes as {@code 3,7-9}, cut off where it is long
 * @param copies second tasks of indexes that take long
 */
public record ArrayView(
    int size,
    int succeeded,
    int failed,
    int active,
    int waiting,
    String failedIndexes,
    Copied copies) {

  /**
   * Second tasks.
   *
   * @param running those that may run now
   * @param launched all that there were
   * @param won those that ended well first
   */
  public record Copied(int running, int launched, int won) {
    public static final Copied NONE = new Copied(0, 0, 0);
  }

  static final int MAX_TEXT = 1_000;
}
