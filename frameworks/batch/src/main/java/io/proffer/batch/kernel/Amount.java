package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import io.proffer.batch.model.RunSpec;
import io.proffer.core.model.Resources;
import java.util.Optional;

/** What tasks use, or agents have. */
record Amount(int tasks, double cpus, double memMb, double diskMb, double gpus) {

  static final Amount NONE = new Amount(0, 0, 0, 0, 0);

  static Amount of(RunSpec spec) {
    return new Amount(1, spec.cpus(), spec.memMb(), spec.diskMb(), spec.gpus());
  }

  static Amount of(Resources resources) {
    return new Amount(
        0,
        resources.scalar("cpus"),
        resources.scalar("mem"),
        resources.scalar("disk"),
        resources.scalar("gpus"));
  }

  Amount plus(Amount other) {
    return new Amount(
        tasks + other.tasks,
        cpus + other.cpus,
        memMb + other.memMb,
        diskMb + other.diskMb,
        gpus + other.gpus);
  }

  Amount times(int count) {
    return new Amount(tasks * count, cpus * count, memMb * count, diskMb * count, gpus * count);
  }

  /** How often it is in another one. */
  int timesIn(Amount other) {
    double times = Double.MAX_VALUE;
    if (cpus > 0) {
      times = Math.min(times, other.cpus / cpus);
    }
    if (memMb > 0) {
      times = Math.min(times, other.memMb / memMb);
    }
    if (diskMb > 0) {
      times = Math.min(times, other.diskMb / diskMb);
    }
    if (gpus > 0) {
      times = Math.min(times, other.gpus / gpus);
    }
    return (int) Math.min(Integer.MAX_VALUE / 2.0, Math.floor(times + 1e-9));
  }

  Amount max(Amount other) {
    return new Amount(
        Math.max(tasks, other.tasks),
        Math.max(cpus, other.cpus),
        Math.max(memMb, other.memMb),
        Math.max(diskMb, other.diskMb),
        Math.max(gpus, other.gpus));
  }

  /** The part of the whole that it takes of the resource of which it takes most. */
  double dominant(Amount whole) {
    return Math.max(
        part(gpus, whole.gpus), Math.max(part(cpus, whole.cpus), part(memMb, whole.memMb)));
  }

  private static double part(double some, double whole) {
    return whole > 0 ? some / whole : 0;
  }

  /** The limit that it exceeds, for people. */
  Optional<String> beyond(Pool.Quota quota) {
    if (quota.runs().filter(most -> tasks > most).isPresent()) {
      return Optional.of("runs: " + quota.runs().get());
    }
    if (quota.cpus().filter(most -> cpus > most + 1e-6).isPresent()) {
      return Optional.of("cpus: " + quota.cpus().get());
    }
    if (quota.gpus().filter(most -> gpus > most + 1e-6).isPresent()) {
      return Optional.of("gpus: " + quota.gpus().get());
    }
    return quota.memMb().filter(most -> memMb > most + 1e-6).map(most -> "mem: " + most);
  }
}
