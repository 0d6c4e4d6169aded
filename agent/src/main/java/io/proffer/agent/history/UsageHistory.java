package io.proffer.agent.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.agent.container.ContainerId;
import io.proffer.core.history.SampleRing;
import io.proffer.core.history.SampleRingJson;
import io.proffer.core.history.SampleRings;
import io.proffer.core.protocol.link.MeasuredUse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What all containers together, and each workload, used in the last hour. Of a workload that has
 * ended, what is known stays until the hour is over. A container that was not there at the sample
 * before has begun since then. Thread-safe.
 */
public final class UsageHistory {

  /** How far samples are apart. */
  public static final Duration EVERY = Duration.ofSeconds(15);

  /** Of an hour. */
  static final int SAMPLES = 240;

  /** Of workloads; what is too much of that has no history. Four megabytes of numbers. */
  static final int MAX_WORKLOADS = 1_000;

  private static final List<String> OF_WORKLOAD = List.of("cpus", "mem", "disk");
  private static final List<String> OF_ALL =
      List.of("cpus", "mem", "disk", "cpusHeld", "memHeld", "diskHeld");

  /** What was not measured twice has ended. */
  private static final Duration GONE = EVERY.multipliedBy(2);

  /** What was measured before that says nothing of now. */
  private static final Duration STALE = EVERY.multipliedBy(3);

  private static final Duration KEPT = EVERY.multipliedBy(SAMPLES);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double THOUSAND = 1000;
  private static final double BYTES_PER_MB = 1 << 20;

  private final SampleRing all = new SampleRing(SAMPLES, OF_ALL.size());
  private final SampleRings<Workload> workloads =
      new SampleRings<>(MAX_WORKLOADS, SAMPLES, OF_WORKLOAD.size());
  private Map<ContainerId, Spent> spent = Map.of();
  private volatile Optional<Newest> newest = Optional.empty();

  private record Newest(Instant at, MeasuredUse use) {}

  /** Processor time that a container had taken at some moment. */
  private record Spent(double cpuSeconds, Instant at) {

    /** CPUs since then; NaN if that cannot be said. */
    double cpusUntil(double nowSpent, Instant now) {
      double seconds = Duration.between(at, now).toNanos() / NANOS_PER_SECOND;
      double more = nowSpent - cpuSeconds;
      return seconds > 0 && more >= 0 ? more / seconds : Double.NaN;
    }
  }

  /** Takes what was measured of all containers that run, at about the same time. */
  public synchronized void add(Instant at, List<Measured> measured) {
    Map<ContainerId, Spent> nowSpent = new HashMap<>();
    double[] sums = new double[OF_ALL.size()];
    boolean[] known = new boolean[OF_WORKLOAD.size()];
    Arrays.fill(known, measured.isEmpty());
    for (Measured one : measured) {
      double cpus = spentBefore(one).map(b -> b.cpusUntil(one.cpuSeconds(), at)).orElse(Double.NaN);
      nowSpent.put(one.container(), new Spent(one.cpuSeconds(), at));
      double[] sample = {cpus, one.memMb(), one.diskMb()};
      for (int i = 0; i < sample.length; i++) {
        known[i] |= !Double.isNaN(sample[i]);
        sums[i] += Double.isNaN(sample[i]) ? 0 : sample[i];
      }
      sums[3] += one.held().cpus();
      sums[4] += one.held().memMb();
      sums[5] += one.held().diskMb();
      workloads.add(one.workload(), at, at.minus(GONE), sample);
    }
    spent = nowSpent;
    newest =
        Optional.of(
            new Newest(
                at,
                new MeasuredUse(
                    amount(known[0], sums[0] * THOUSAND),
                    amount(known[1], sums[1] * BYTES_PER_MB),
                    amount(known[2], sums[2] * BYTES_PER_MB))));
    sums[0] = known[0] ? sums[0] : Double.NaN;
    all.add(at, sums);
    workloads.forget(at, KEPT);
  }

  /** What a container had taken at the sample before; empty if that is not known. */
  private Optional<Spent> spentBefore(Measured one) {
    return Optional.ofNullable(spent.get(one.container()))
        .or(() -> newest.map(before -> new Spent(0, before.at())));
  }

  private static OptionalLong amount(boolean known, double amount) {
    return known ? OptionalLong.of(Math.round(amount)) : OptionalLong.empty();
  }

  /**
   * What all containers together use, unless it was measured too long ago to be called that. Waits
   * for nobody.
   */
  public Optional<MeasuredUse> newest(Instant now) {
    return newest.filter(known -> now.isBefore(known.at().plus(STALE))).map(Newest::use);
  }

  /** How many workloads it knows. */
  synchronized int workloads() {
    return workloads.size();
  }

  /** Writes the fields of all containers together: CPUs and megabytes, used and set aside. */
  public synchronized void write(JsonGenerator out) throws IOException {
    SampleRingJson.write(out, all, OF_ALL);
  }

  /** Writes the fields of a workload, as far as it is known. */
  public synchronized void write(JsonGenerator out, Workload workload) throws IOException {
    SampleRing known =
        workloads.get(workload).orElseGet(() -> new SampleRing(1, OF_WORKLOAD.size()));
    SampleRingJson.write(out, known, OF_WORKLOAD);
  }

  public synchronized boolean knows(Workload workload) {
    return workloads.get(workload).isPresent();
  }
}
