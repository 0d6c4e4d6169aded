package io.proffer.agent.sandbox.fetch;

/**
 * What an archive may hold before it is taken for a bomb.
 *
 * @param maxBytes in all its files together
 * @param maxEntries files, directories and links
 * @param maxRatio how many times its own size, once that is more than {@link #RATIO_COUNTS_FROM}
 */
public record ExtractionLimits(long maxBytes, long maxEntries, int maxRatio) {

  /** Small archives of zeros are common and do no harm. */
  static final long RATIO_COUNTS_FROM = 64L << 20;

  public static ExtractionLimits defaults() {
    return new ExtractionLimits(32L << 30, 1_000_000, 200);
  }
}
