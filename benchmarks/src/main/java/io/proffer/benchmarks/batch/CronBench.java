package io.proffer.benchmarks.batch;

import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Decision;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.store.FactStore;
import io.proffer.sdk.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after the moment they are due runs are begun and written down, where all of them are due
 * at the same moment: the kernel and its store, ticking as in production.
 */
final class CronBench {

  private static final Instant DUE = Instant.parse("2026-03-01T00:01:00Z");
  private static final Duration BEFORE = Duration.ofMillis(700);
  private static final int ROUNDS = 3;

  private CronBench() {}

  /**
   * Milliseconds of each run, sorted.
   *
   * @param store where they are written down
   */
  static List<Double> run(BatchBenchOptions options, StateStore store) {
    FactStore records = new FactStore(store);
    BatchKernel kernel = new BatchKernel(1);
    try {
      for (int i = 0; i < options.schedules(); i++) {
        String schedule = "{\"id\":\"every\",\"cron\":\"* * * * *\"}";
        var unused =
            kernel.create(
                Jobs.job(Jobs.json("j" + i, "", schedule)), DUE.minus(Duration.ofSeconds(30)));
      }
    } catch (RefusedException no) {
      throw new IllegalStateException(no);
    }
    records.write(kernel.take().facts());
    List<Double> lags = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      lags.addAll(minute(kernel, records, DUE.plus(Duration.ofMinutes(round))));
    }
    if (lags.size() != ROUNDS * options.schedules()) {
      throw new IllegalStateException(lags.size() + " runs were begun");
    }
    Collections.sort(lags);
    return lags;
  }

  private static List<Double> minute(BatchKernel kernel, FactStore records, Instant due) {
    long begun = System.nanoTime();
    Instant from = due.minus(BEFORE);
    List<Double> lags = new ArrayList<>();
    while (lags.isEmpty()) {
      kernel.tick(now(from, begun));
      Decision decision = kernel.take();
      records.write(decision.facts());
      double lag = Duration.between(due, now(from, begun)).toNanos() / 1e6;
      for (Fact fact : decision.facts()) {
        if (fact instanceof Fact.RunSet) {
          lags.add(lag);
        }
      }
      LockSupport.parkNanos(kernel.untilTick(now(from, begun)).toNanos());
    }
    return lags;
  }

  private static Instant now(Instant from, long begun) {
    return from.plusNanos(System.nanoTime() - begun);
  }
}
