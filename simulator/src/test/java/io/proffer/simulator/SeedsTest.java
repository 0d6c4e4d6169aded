package io.proffer.simulator;

import java.util.concurrent.ExecutionException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The seeds every build runs; more of them: {@code ./proffer simulate --seeds 1-5000}. */
class SeedsTest {
  private static final int SEEDS = 150;

  @Test
  void everythingHoldsUnderEverySeedAndTheSeedsTakeEveryPath()
      throws InterruptedException, ExecutionException {
    Coverage coverage = Seeds.run(Scene.CLUSTER, SEEDS);
    SoftAssertions.assertSoftly(
        softly -> Paths.all().forEach(path -> path.check(coverage, softly)));
  }
}
