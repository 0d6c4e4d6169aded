package io.proffer.master.actor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the last thousand of something took. One thread adds, any may look. */
public final class RecentTimes {

  private static final int KEPT = 1000;
  private static final double NANOS_PER_MS = 1e6;

  private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
  private final AtomicLong added = new AtomicLong();

  /** Some of them at one moment, in milliseconds. */
  public static final class Sample {
    private final double latest;
    private final double[] sorted;

    private Sample(double latest, double[] sorted) {
      this.latest = latest;
      this.sorted = sorted;
    }

    /** How many these are. */
    public int count() {
      return sorted.length;
    }

    /** The last of them; 0 if there is none. */
    public double latestMs() {
      return latest;
    }

    /**
     * What a part of them did not exceed; 0 if there is none.
     *
     * @param part 0 for the shortest, 1 for the longest
     */
    public double quantileMs(double part) {
      if (sorted.length == 0) {
        return 0;
      }
      double place = part * (sorted.length - 1);
      int below = (int) Math.floor(place);
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
  }

  void add(long tookNanos) {
    long number = added.get();
    nanos.set((int) (number % KEPT), tookNanos);
    added.set(number + 1);
  }

  /** How many there were since the process started. */
  public long inAll() {
    return added.get();
  }

  public Sample sample() {
    long number = added.get();
    double[] some = new double[(int) Math.min(number, KEPT)];
    for (int i = 0; i < some.length; i++) {
      some[i] = nanos.get(i) / NANOS_PER_MS;
    }
    double latest = number == 0 ? 0 : some[(int) ((number - 1) % KEPT)];
    Arrays.sort(some);
    return new Sample(latest, some);
  }
}
