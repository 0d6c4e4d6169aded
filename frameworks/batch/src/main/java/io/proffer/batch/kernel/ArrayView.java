package io.proffer.batch.kernel;

/**
 * How an array fares.
 *
 * @param waiting those that failed and are tried again
 * @param failedIndexes as {@code 3,7-9}, cut off where it is long
 */
public record ArrayView(
    int size, int succeeded, int failed, int active, int waiting, String failedIndexes) {

  static final int MAX_TEXT = 1_000;
}
