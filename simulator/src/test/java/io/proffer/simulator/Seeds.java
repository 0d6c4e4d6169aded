package io.proffer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** The seeds that every build runs. */
final class Seeds {

  private static final int THREADS = 2;

  private Seeds() {}

  /** Runs the first seeds of a scene, all of which must pass; says what has happened in them. */
  static Coverage run(Scene scene, int seeds) throws InterruptedException, ExecutionException {
    Coverage coverage = new Coverage();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Verdict>> running =
          LongStream.rangeClosed(1, seeds)
              .mapToObj(seed -> threads.submit(() -> Simulate.judge(seed, scene)))
              .toList();
      for (Future<Verdict> future : running) {
        Verdict verdict = future.get();
        assertThat(verdict.passed()).as(Simulate.report(verdict, scene)).isTrue();
        coverage.add(verdict.coverage());
      }
    }
    return coverage;
  }
}
