package io.proffer.core.history;

import java.time.Instant;
import java.util.Arrays;

/**
 * The last samples of a few quantities, each at a second of its own. Columns of plain numbers: what
 * is kept of something costs {@link #maxBytes} at most, and what has few samples costs little. A
 * quantity that was not known at some time is NaN there.
 *
 * <p>Not thread-safe.
 */
public final class SampleRing {

  private static final int FIRST_CAPACITY = 8;

  private final int capacity;
  private final int columns;

  /** Seconds since 1970, without a sign. */
  private int[] seconds;

  /** Sample after sample. */
  private float[] values;

  private int oldest;
  private int size;

  /**
   * @param capacity how many samples are kept; the oldest goes when a new one has no room
   * @param columns how many quantities each has
   */
  public SampleRing(int capacity, int columns) {
    if (capacity < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "A ring of %d samples of %d quantities holds nothing".formatted(capacity, columns));
    }
    this.capacity = capacity;
    this.columns = columns;
    int first = Math.min(FIRST_CAPACITY, capacity);
    seconds = new int[first];
    values = new float[first * columns];
  }

  /** The bytes that the numbers of a full ring take. */
  public static long maxBytes(int capacity, int columns) {
    return (long) capacity * (Integer.BYTES + (long) columns * Float.BYTES);
  }

  /**
   * Takes a sample. One of the same second as the last takes its place. One from before the last
   * means that the clock was set back: the history begins anew with it, as time on a chart does not
   * go back.
   *
   * @param sample one number for each column; NaN for what is not known
   */
  public void add(Instant at, double... sample) {
    if (sample.length != columns) {
      throw new IllegalArgumentException(
          "Expecting %d quantities, and there are %d".formatted(columns, sample.length));
    }
    long second = at.getEpochSecond();
    if (size > 0 && second < secondAt(size - 1)) {
      size = 0;
      oldest = 0;
    }
    int slot = size > 0 && second == secondAt(size - 1) ? slot(size - 1) : nextSlot();
    seconds[slot] = (int) second;
    for (int i = 0; i < columns; i++) {
      values[slot * columns + i] = (float) sample[i];
    }
  }

  private int nextSlot() {
    if (size == capacity) {
      oldest = (oldest + 1) % capacity;
      return slot(size - 1);
    }
    if (size == seconds.length) {
      // Nothing was dropped yet, or a clock was set back: the oldest is the first.
      int larger = Math.min(capacity, size * 2);
      seconds = Arrays.copyOf(seconds, larger);
      values = Arrays.copyOf(values, larger * columns);
    }
    size++;
    return slot(size - 1);
  }

  private int slot(int index) {
    return (oldest + index) % seconds.length;
  }

  /** How many samples there are. */
  public int size() {
    return size;
  }

  /** How many quantities each sample has. */
  public int columns() {
    return columns;
  }

  /**
   * When a sample was taken, in seconds since 1970.
   *
   * @param index 0 is the oldest
   */
  public long secondAt(int index) {
    return Integer.toUnsignedLong(seconds[slot(checked(index))]);
  }

  /**
   * A quantity of a sample; NaN if it was not known.
   *
   * @param index 0 is the oldest
   */
  public double valueAt(int index, int column) {
    return values[slot(checked(index)) * columns + column];
  }

  private int checked(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "There are %d samples, and number %d is asked for".formatted(size, index));
    }
    return index;
  }
}
