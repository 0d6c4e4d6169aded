package io.proffer.service.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.UpgradeStrategy;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Batches never get larger than asked, never stop a rollout, and never cost its guarantees. */
class PacePropertiesTest {

  private int old;
  private int freshWell;
  private int freshUnwell;
  private int killed;

  @Property(tries = 300)
  void replacesAllInBatches(
      @ForAll @IntRange(min = 1, max = 25) int target,
      @ForAll @IntRange(min = 1, max = 8) int batch,
      @ForAll @DoubleRange(min = 0, max = 1) double minimum,
      @ForAll @DoubleRange(min = 0, max = 1) double over,
      @ForAll long seed) {
    Rollout rollout = Rollout.of(target, new UpgradeStrategy(minimum, over));
    Pace pace = new Pace(false, 0, 0, batch);
    Random chance = new Random(seed);
    old = target;
    freshWell = 0;
    freshUnwell = 0;
    killed = 0;
    for (int round = 0; round < 20 * target && freshWell < target; round++) {
      step(pace, rollout);
      assertThat(freshUnwell).as("started and not well").isLessThanOrEqualTo(batch);
      assertThat(killed).as("being killed").isLessThanOrEqualTo(batch);
      assertThat(old + freshWell)
          .isGreaterThanOrEqualTo(Math.max(rollout.minimumHealthy(), target - 2 * batch));
      if (chance.nextBoolean()) {
        killed = 0;
      }
      if (chance.nextBoolean()) {
        freshWell += freshUnwell;
        freshUnwell = 0;
      }
    }
    for (int round = 0; round < 5 * target && old + killed > 0; round++) {
      step(pace, rollout);
      killed = 0;
    }

    assertThat(freshWell).isEqualTo(target);
    assertThat(old).isZero();
  }

  private void step(Pace pace, Rollout rollout) {
    Rollout.Move move =
        pace.next(rollout, new Rollout.Counts(old, 0, freshWell, freshUnwell, killed));
    old -= move.killWell();
    killed += move.killWell();
    freshUnwell += move.start();
    assertThat(old).isNotNegative();
  }

  @Property(tries = 100)
  void touchesNothingOldWhileCanariesAreTried(
      @ForAll @IntRange(min = 1, max = 20) int target,
      @ForAll @IntRange(min = 1, max = 5) int canaries,
      @ForAll @IntRange(min = 0, max = 5) int fresh) {
    Rollout rollout = Rollout.of(target, new UpgradeStrategy(0, 1));

    Rollout.Move move =
        new Pace(false, 0, canaries, 0).next(rollout, new Rollout.Counts(target, 0, fresh, 0, 0));

    assertThat(move).isEqualTo(new Rollout.Move(0, 0, Math.max(0, canaries - fresh)));
  }
}
