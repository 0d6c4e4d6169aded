package io.proffer.agent.sandbox.fetch;

/**
 * What an archive may hold before it is taken for a bomb.
 *
 * @param maxBytes in all its files together
 * @param maxEntries files, directories and links
 * @param maxRatio how many times its own size, once that is more than {@code ratioCountsFrom}
 * @param ratioCountsFrom in bytes: small archives of zeros are common and do no harm
 */
public record ExtractionLimits(long maxBytes, long maxEntries, int maxRatio, long ratioCountsFrom) {

  private static final long HARMLESS_BYTES = 64L << 20;

  /** With the ratio counted from 64 MB on. */
  public ExtractionLimits(long maxBytes, long maxEntries, int maxRatio) {
    this(maxBytes, maxEntries, maxRatio, HARMLESS_BYTES);
  }

  public static ExtractionLimits defaults() {
    return new ExtractionLimits(32L << 30, 1_000_000, 200);
  }
}
