package io.proffer.agent.sandbox.logs;

/**
 * How much is kept of what a task prints, for its standard output and its standard error each.
 *
 * @param maxBytes of one file; 0 for no limit
 * @param rotated how many files are kept besides the one that is written: {@code stdout.1} is the
 *     newest
 */
public record LogLimits(long maxBytes, int rotated) {

  public LogLimits {
    if (maxBytes < 0 || rotated < 0) {
      throw new IllegalArgumentException("log limits cannot be negative");
    }
  }

  public static LogLimits defaults() {
    return new LogLimits(64L << 20, 3);
  }

  public boolean unlimited() {
    return maxBytes == 0;
  }
}
