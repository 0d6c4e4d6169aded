package io.proffer.service.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.model.UpgradeStrategy;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever fails while instances are replaced: never too few by our doing, never too many. */
class RolloutPropertiesTest {

  private int oldWell;
  private int oldUnwell;
  private int freshWell;
  private int freshUnwell;
  private int killed;

  @Property(tries = 500)
  void keepsEnoughWellAndNeverHasTooMany(
      @ForAll @IntRange(min = 1, max = 30) int target,
      @ForAll @IntRange(min = 0, max = 30) int before,
      @ForAll @DoubleRange(min = 0, max = 1) double minimum,
      @ForAll @DoubleRange(min = 0, max = 1) double over,
      @ForAll long seed) {
    Rollout rollout = Rollout.of(target, new UpgradeStrategy(minimum, over));
    Random chance = new Random(seed);
    begin(before, 0);
    for (int round = 0; round < 200; round++) {
      boolean wasOver = all() > rollout.maximum();
      move(rollout, wasOver);
      befall(chance);
    }

    for (int round = 0; round < 10 * (target + before) && !isDone(target); round++) {
      move(rollout, all() > rollout.maximum());
      oldWell += oldUnwell;
      oldUnwell = 0;
      freshWell += freshUnwell;
      freshUnwell = 0;
      killed = 0;
    }
    assertThat(isDone(target)).as("ends when nothing fails any more").isTrue();
  }

  @Property(tries = 200)
  void movesOnThoughNothingOldIsWell(
      @ForAll @IntRange(min = 1, max = 20) int target,
      @ForAll @IntRange(min = 0, max = 20) int before,
      @ForAll @DoubleRange(min = 0, max = 1) double minimum,
      @ForAll @DoubleRange(min = 0, max = 1) double over) {
    Rollout rollout = Rollout.of(target, new UpgradeStrategy(minimum, over));
    begin(0, before);

    for (int round = 0; round < 10 * (target + before) && !isDone(target); round++) {
      move(rollout, all() > rollout.maximum());
      freshWell += freshUnwell;
      freshUnwell = 0;
      killed = 0;
    }

    assertThat(isDone(target)).isTrue();
  }

  /** Tries share an instance. */
  private void begin(int well, int unwell) {
    oldWell = well;
    oldUnwell = unwell;
    freshWell = 0;
    freshUnwell = 0;
    killed = 0;
  }

  private void move(Rollout rollout, boolean wasOver) {
    Rollout.Move move =
        rollout.next(new Rollout.Counts(oldWell, oldUnwell, freshWell, freshUnwell, killed));
    int well = oldWell + freshWell;
    oldWell -= move.killWell();
    oldUnwell -= move.killUnwell();
    killed += move.killWell() + move.killUnwell();
    freshUnwell += move.start();
    assertThat(oldWell).isNotNegative();
    assertThat(oldUnwell).isNotNegative();
    if (move.killWell() > 0) {
      assertThat(oldWell + freshWell)
          .isGreaterThanOrEqualTo(Math.min(well, rollout.minimumHealthy()));
      assertThat(well).isGreaterThan(rollout.minimumHealthy());
    }
    if (!wasOver) {
      assertThat(all()).isLessThanOrEqualTo(rollout.maximum());
    } else {
      assertThat(move.start()).isZero();
    }
  }

  private void befall(Random chance) {
    if (killed > 0 && chance.nextBoolean()) {
      killed--;
    }
    if (freshUnwell > 0 && chance.nextBoolean()) {
      freshUnwell--;
      freshWell++;
    }
    if (freshWell > 0 && chance.nextInt(4) == 0) {
      freshWell--;
    }
    if (oldWell > 0 && chance.nextInt(4) == 0) {
      oldWell--;
      if (chance.nextBoolean()) {
        oldUnwell++;
      }
    }
  }

  private int all() {
    return oldWell + oldUnwell + freshWell + freshUnwell + killed;
  }

  private boolean isDone(int target) {
    return oldWell + oldUnwell + killed == 0 && freshWell == target && freshUnwell == 0;
  }
}
