package io.proffer.benchmarks.launch;

import java.util.Arrays;

/**
 * Spans of time, kept whole up to a bound, after which each new one replaces another in turn.
 *
 * <p>Not thread-safe: one thread adds, and others read only after it has ended.
 */
final class LatencySamples {

  private static final int MOST = 4_000_000;

  private long[] nanos = new long[4096];
  private long added;

  void add(long spanNanos) {
    int at = (int) (added % MOST);
    if (at == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.min(MOST, nanos.length * 2));
    }
    nanos[at] = spanNanos;
    added++;
  }

  void addAll(LatencySamples others) {
    for (int i = 0; i < others.size(); i++) {
      add(others.nanos[i]);
    }
  }

  int size() {
    return (int) Math.min(added, MOST);
  }

  /** The given quantiles in milliseconds, each 0 when there is no sample. */
  double[] quantilesMs(double... quantiles) {
    long[] sorted = Arrays.copyOf(nanos, size());
    Arrays.sort(sorted);
    double[] result = new double[quantiles.length];
    for (int i = 0; i < quantiles.length && sorted.length > 0; i++) {
      int at = (int) Math.ceil(quantiles[i] * sorted.length) - 1;
      result[i] = sorted[Math.clamp(at, 0, sorted.length - 1)] / 1e6;
    }
    return result;
  }
}
