package io.proffer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.testkit.node.MasterMind;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The seeds every build runs; more of them: {@code ./proffer simulate --seeds 1-5000}. */
class SeedsTest {
  private static final int SEEDS = 110;
  private static final int THREADS = 2;

  @Test
  void everythingHoldsUnderEverySeedAndTheSeedsTakeEveryPath()
      throws InterruptedException, ExecutionException {
    Coverage coverage = new Coverage();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Verdict>> running =
          LongStream.rangeClosed(1, SEEDS)
              .mapToObj(seed -> threads.submit(() -> Simulate.judge(seed, MasterMind::kernel)))
              .toList();
      for (Future<Verdict> future : running) {
        Verdict verdict = future.get();
        assertThat(verdict.passed()).as(Simulate.report(verdict)).isTrue();
        coverage.add(verdict.coverage());
      }
    }
    SoftAssertions.assertSoftly(
        softly -> Paths.all().forEach(path -> path.check(coverage, softly)));
  }
}
