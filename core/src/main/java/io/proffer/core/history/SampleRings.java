package io.proffer.core.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last samples of many things that come and go. What has gone is known until its last sample
 * has grown too old, or until there is no room for something new; what comes while all room is
 * taken by what is still there has no history. Not thread-safe.
 *
 * @param <K> names a thing
 */
public final class SampleRings<K> {

  private final int most;
  private final int capacity;
  private final int columns;
  private final Map<K, SampleRing> rings = new HashMap<>();

  /**
   * @param most how many things are known at a time
   * @param capacity how many samples of each
   * @param columns how many quantities each sample has
   */
  public SampleRings(int most, int capacity, int columns) {
    this.most = most;
    this.capacity = capacity;
    this.columns = columns;
  }

  /**
   * Takes a sample of one thing; nothing where there is no room.
   *
   * @param gone since when a thing of which there was no sample is taken to be gone
   */
  public void add(K key, Instant at, Instant gone, double... sample) {
    SampleRing ring = rings.get(key);
    if (ring == null) {
      if (rings.size() >= most) {
        makeRoom(gone);
      }
      if (rings.size() >= most) {
        return;
      }
      ring = new SampleRing(capacity, columns);
      rings.put(key, ring);
    }
    ring.add(at, sample);
  }

  /** The thing that has been gone for longest makes room, if any is gone. */
  private void makeRoom(Instant gone) {
    rings.entrySet().stream()
        .filter(entry -> lastSecond(entry.getValue()) <= gone.getEpochSecond())
        .min(Comparator.comparingLong(entry -> lastSecond(entry.getValue())))
        .map(Map.Entry::getKey)
        .ifPresent(rings::remove);
  }

  /** Forgets the things whose last sample is older. */
  public void forget(Instant now, Duration older) {
    long oldest = now.minus(older).getEpochSecond();
    rings.values().removeIf(ring -> lastSecond(ring) < oldest);
  }

  private static long lastSecond(SampleRing ring) {
    return ring.secondAt(ring.size() - 1);
  }

  /** What is known of a thing; empty if nothing is. */
  public Optional<SampleRing> get(K key) {
    return Optional.ofNullable(rings.get(key));
  }

  /** How many things are known. */
  public int size() {
    return rings.size();
  }
}
