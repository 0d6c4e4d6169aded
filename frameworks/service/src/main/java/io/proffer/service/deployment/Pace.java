package io.proffer.service.deployment;

/**
 * Holds a {@link Rollout} back: while it is paused, while its canaries are tried, and to so many at
 * a time.
 *
 * @param kept up to how many instances are launched again while it is paused
 * @param canaries how many new instances there may be before they are found good; 0: no more
 *     waiting
 * @param batch how many instances are replaced at a time; 0 for any number
 */
public record Pace(boolean paused, int kept, int canaries, int batch) {

  /** As fast as the upgrade strategy lets. */
  public static final Pace FREE = new Pace(false, 0, 0, 0);

  /** Whether old instances must stay as they are. */
  public boolean holdsOld() {
    return paused || canaries > 0;
  }

  /** The next move: never more than the rollout by itself would do to old instances. */
  public Rollout.Move next(Rollout rollout, Rollout.Counts now) {
    if (canaries > 0) {
      return new Rollout.Move(0, 0, paused ? 0 : Math.max(0, canaries - now.fresh()));
    }
    if (paused) {
      return new Rollout.Move(0, 0, Math.max(0, Math.min(kept, rollout.target()) - now.all()));
    }
    Rollout.Move move = rollout.next(now);
    return batch == 0 ? move : limited(move, rollout.target(), now);
  }

  /** A place that is empty, or where somebody is still to get well, is part of the batch. */
  private Rollout.Move limited(Rollout.Move move, int target, Rollout.Counts now) {
    int vacant = Math.max(0, target - now.old() - now.freshWell() - now.beingKilled());
    int kills = Math.max(0, batch - now.beingKilled() - vacant);
    int unwell = Math.min(move.killUnwell(), kills);
    return new Rollout.Move(
        Math.min(move.killWell(), kills - unwell),
        unwell,
        Math.min(move.start(), Math.max(0, batch - now.freshUnwell())));
  }
}
