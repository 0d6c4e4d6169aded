package io.proffer.batch.kernel;

import io.proffer.batch.model.RunSpec;
import io.proffer.core.model.Resources;

/** What an agent has or a task takes of all that decides whether the one has room for the other. */
record Room(double cpus, double memMb, double diskMb, double gpus) {

  static final Room NONE = new Room(0, 0, 0, 0);

  /** Sums of decimal fractions are not exact. */
  private static final double NEARLY = 1e-6;

  static Room of(RunSpec spec) {
    return new Room(spec.cpus(), spec.memMb(), spec.diskMb(), spec.gpus());
  }

  static Room of(Resources resources) {
    return new Room(
        resources.scalar("cpus"),
        resources.scalar("mem"),
        resources.scalar("disk"),
        resources.scalar("gpus"));
  }

  Room plus(Room other) {
    return new Room(
        cpus + other.cpus, memMb + other.memMb, diskMb + other.diskMb, gpus + other.gpus);
  }

  /** What of this the other one has not. */
  Room without(Room other) {
    return new Room(
        missing(cpus, other.cpus),
        missing(memMb, other.memMb),
        missing(diskMb, other.diskMb),
        missing(gpus, other.gpus));
  }

  private static double missing(double wanted, double there) {
    return wanted <= there + NEARLY ? 0 : wanted - there;
  }

  /** As much of this as there is in the other one too. */
  Room atMost(Room other) {
    return new Room(
        Math.min(cpus, other.cpus),
        Math.min(memMb, other.memMb),
        Math.min(diskMb, other.diskMb),
        Math.min(gpus, other.gpus));
  }

  boolean isNothing() {
    return cpus < NEARLY && memMb < NEARLY && diskMb < NEARLY && gpus < NEARLY;
  }
}
