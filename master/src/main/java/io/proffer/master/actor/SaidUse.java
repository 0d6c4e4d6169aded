package io.proffer.master.actor;

import io.proffer.core.protocol.link.MeasuredUse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What an agent says that it really uses.
 *
 * @param newest what it said last
 * @param noted what it said when that was noticeably different for the last time
 * @param change the number that this change has
 */
record SaidUse(Optional<MeasuredUse> newest, Optional<MeasuredUse> noted, long change) {

  static final SaidUse NOTHING = new SaidUse(Optional.empty(), Optional.empty(), 0);

  private static final int PART = 20;
  private static final long FEW_CPUS_MILLIS = 10;
  private static final long LITTLE_MEM_BYTES = 4L << 20;
  private static final long LITTLE_DISK_BYTES = 16L << 20;

  /**
   * What it says now.
   *
   * @param changes are numbered by this
   */
  SaidUse then(Optional<MeasuredUse> now, LongSupplier changes) {
    return isNear(now)
        ? new SaidUse(now, noted, change)
        : new SaidUse(now, now, changes.getAsLong());
  }

  /** Whether nobody would call it something else: a twentieth more or less, or hardly anything. */
  private boolean isNear(Optional<MeasuredUse> now) {
    if (now.isEmpty() || noted.isEmpty()) {
      return now.isEmpty() && noted.isEmpty();
    }
    MeasuredUse one = noted.get();
    MeasuredUse other = now.get();
    return isNear(one.cpusMillis(), other.cpusMillis(), FEW_CPUS_MILLIS)
        && isNear(one.memBytes(), other.memBytes(), LITTLE_MEM_BYTES)
        && isNear(one.diskBytes(), other.diskBytes(), LITTLE_DISK_BYTES);
  }

  private static boolean isNear(OptionalLong one, OptionalLong other, long little) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    long apart = Math.abs(one.getAsLong() - other.getAsLong());
    return apart <= Math.max(little, one.getAsLong() / PART);
  }
}
