package io.proffer.agent.runtime.process;

/** Cpus in the units of control groups. */
final class CpuLimits {

  /** In which a quota is used up and renewed. */
  static final int PERIOD_MICROS = 100_000;

  private static final int MIN_QUOTA_MICROS = 1_000;
  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262_144;

  private CpuLimits() {}

  static long quotaMicros(double cpus) {
    return Math.max(MIN_QUOTA_MICROS, (long) (cpus * PERIOD_MICROS));
  }

  static long shares(double cpus) {
    return Math.clamp((long) (cpus * 1024), MIN_SHARES, MAX_SHARES);
  }

  /** What the kernel's own conversion makes of shares: 1 to 10,000. */
  static long weight(double cpus) {
    return 1 + ((shares(cpus) - MIN_SHARES) * 9_999) / (MAX_SHARES - MIN_SHARES);
  }
}
