package io.proffer.sdk.testkit.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Seeded randomness, the same on every machine and Java release (SplitMix64). Each purpose takes
 * its own {@link #fork}, so that one more draw in one place does not change what another place
 * draws.
 */
public final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long state;

  private Draws(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** The draws of a seed; any 64 bits are a good seed. */
  public static Draws of(long seed) {
    return new Draws(mix(seed + GOLDEN_GAMMA));
  }

  /** Draws that depend on this seed and the purpose only, not on what was drawn before. */
  public Draws fork(String purpose) {
    long hash = seed;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash ^ b);
    }
    return new Draws(hash);
  }

  /** Any 64 bits. */
  public long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A number of 0 (inclusive) to 1 (exclusive). */
  public double fraction() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  /** True with the given probability, 0 to 1. */
  public boolean chance(double probability) {
    return fraction() < probability;
  }

  /** A number of 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) Math.floorMod(bits(), (long) bound);
  }

  /** A number of {@code low} to {@code high}, both inclusive. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** A span of {@code low} to {@code high}, to the microsecond. */
  public Duration between(Duration low, Duration high) {
    long range = high.minus(low).toNanos() / 1_000;
    return range <= 0 ? low : low.plusNanos(Math.floorMod(bits(), range + 1) * 1_000);
  }

  /** One of the elements; the list must not be empty. */
  public <T> T oneOf(List<T> elements) {
    return elements.get(below(elements.size()));
  }

  /** A UUID with the bits of a random one. */
  public UUID uuid() {
    long high = (bits() & ~0xF000L) | 0x4000L;
    long low = (bits() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
