package io.proffer.service.deployment;

import io.proffer.service.model.UpgradeStrategy;

/**
 * The arithmetic of replacing instances while enough of them stay well and there are never too
 * many.
 *
 * @param minimumHealthy how many are to be well at any time
 * @param maximum how many there may be at any time, those being killed included
 */
public record Rollout(int target, int minimumHealthy, int maximum) {

  /** What there is of instances. */
  public record Counts(
      int oldWell, int oldUnwell, int freshWell, int freshUnwell, int beingKilled) {
    int all() {
      return oldWell + oldUnwell + freshWell + freshUnwell + beingKilled;
    }

    public int fresh() {
      return freshWell + freshUnwell;
    }

    public int old() {
      return oldWell + oldUnwell;
    }
  }

  /**
   * What to do next.
   *
   * @param killWell how many old instances that are well to kill
   * @param killUnwell how many old instances that are not well to kill
   * @param start how many new ones to start
   */
  public record Move(int killWell, int killUnwell, int start) {}

  /** For so many instances; where no room was left to move in, there is room for one more. */
  public static Rollout of(int target, UpgradeStrategy strategy) {
    return of(target, strategy, false);
  }

  /**
   * As {@link #of(int, UpgradeStrategy)}.
   *
   * @param resident whether instances have volumes: then there are never more, but one fewer
   */
  public static Rollout of(int target, UpgradeStrategy strategy, boolean resident) {
    int minimum = (int) Math.ceil(exact(target * strategy.minimumHealthCapacity()));
    int maximum = (int) Math.floor(exact(target * (1 + strategy.maximumOverCapacity())));
    if (minimum < maximum) {
      return new Rollout(target, minimum, maximum);
    }
    return resident
        ? new Rollout(target, Math.max(0, minimum - 1), maximum)
        : new Rollout(target, minimum, maximum + 1);
  }

  /** 10 * (1 + 0.1) is 11, whatever binary fractions make of it. */
  private static double exact(double product) {
    return Math.round(product * 1e9) / 1e9;
  }

  /**
   * The next move; nothing is left to do when no old instance is left and all new ones are well.
   */
  public Move next(Counts now) {
    int spare = now.oldWell + now.freshWell - minimumHealthy;
    int wanted = Math.max(0, target - now.fresh());
    int room = Math.max(0, maximum - now.all());
    boolean enough = now.freshWell >= target;
    // What is not well keeps nothing up: it goes first where it stands in the way of a new one.
    int inTheWay = wanted > room && now.beingKilled == 0 ? 1 : 0;
    int killUnwell = enough ? now.oldUnwell : Math.min(now.oldUnwell, Math.max(inTheWay, spare));
    int left = enough ? now.oldWell : Math.max(0, spare - killUnwell);
    int killWell = Math.min(now.oldWell, Math.min(left, Math.max(0, spare)));
    return new Move(killWell, Math.max(0, killUnwell), Math.min(wanted, room));
  }
}
