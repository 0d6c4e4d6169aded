package io.proffer.simulator;

import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Queueing;
import io.proffer.batch.model.Restart;
import io.proffer.simulator.BatchModel.RunKey;
import java.util.List;
import java.util.Optional;

/** A task that makes room does so for another user's run of its pool, and may run again. */
final class PreemptionChecks {

  private PreemptionChecks() {}

  static void check(List<Fact> facts, BatchModel model) {
    for (Fact fact : facts) {
      if (fact instanceof Fact.RunSet set) {
        RunKey key = RunKey.of(set.run());
        set.run().active().ifPresent(now -> check(key, now, before(key, model), model));
      } else if (fact instanceof Fact.IndexSet set
          && set.now() instanceof IndexState.Active active) {
        RunKey key = new RunKey(set.job(), set.run());
        Optional<Attempt> before = model.active(key, set.index()).map(IndexState.Active::attempt);
        check(key, active.attempt(), before, model);
      }
    }
  }

  private static Optional<Attempt> before(RunKey key, BatchModel model) {
    return model.run(key).flatMap(Run::active);
  }

  private static void check(RunKey key, Attempt now, Optional<Attempt> before, BatchModel model) {
    if (now.preempted().isEmpty() || before.flatMap(Attempt::preempted).isPresent()) {
      return;
    }
    Attempt.Preempted why = now.preempted().get();
    Optional<Run> victim = model.run(key);
    Optional<Run> other = model.run(new RunKey(why.job(), why.run()));
    boolean right =
        victim.isPresent()
            && other.isPresent()
            && pool(victim.get()).equals(pool(other.get()))
            && !user(victim.get()).equals(user(other.get()))
            && victim.get().spec().restart().policy() == Restart.Policy.ON_FAILURE
            && !victim.get().isGang()
            && other.get().stopped().isEmpty()
            && (other.get().isArray() || other.get().active().isEmpty());
    Checks.require(
        Invariant.ROOM_IS_MADE_FOR_WHO_WAITS,
        right,
        () -> now + " of " + victim + " is ended for " + other);
  }

  private static String pool(Run run) {
    return run.extensions().queueing().poolName();
  }

  private static String user(Run run) {
    Queueing queueing = run.extensions().queueing();
    return queueing.user().or(() -> run.spec().user()).orElse(Queueing.NOBODY);
  }

  /**
   * How the last attempt of a run has ended, where that is what the fact says. Of an index the end
   * is not told, but that it is asked to make room.
   */
  static Optional<Failure> ended(Fact fact) {
    if (fact instanceof Fact.IndexSet set && set.now() instanceof IndexState.Active active) {
      return active.attempt().preempted().map(why -> Failure.PREEMPTED);
    }
    return fact instanceof Fact.RunSet set
        ? set.run().last().flatMap(Attempt::ending).map(Attempt.Ending::failure)
        : fact instanceof Fact.RunFinished finished
            ? Optional.of(finished.run().failure())
            : Optional.empty();
  }
}
