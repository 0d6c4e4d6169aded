package io.proffer.simulator;

import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.ArraySpec;
import io.proffer.batch.model.Copies;
import io.proffer.simulator.BatchModel.RunKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks second tasks of indexes: there are some only where that was asked for, one beside one that
 * runs, on another agent, and no more than were asked for.
 */
final class CopyChecks {

  private CopyChecks() {}

  private static Optional<Copies> asked(Run run) {
    return run.extensions().array().flatMap(ArraySpec::copies);
  }

  /** Whether indexes of a run may have two tasks. */
  static boolean mayRunTwice(Run run) {
    return asked(run).isPresent();
  }

  /** Before it is applied. */
  static void check(Fact.CopySet set, BatchModel model) {
    RunKey key = new RunKey(set.job(), set.run());
    Optional<Attempt> before = model.copy(key, set.index());
    Optional<Attempt> now = set.copy();
    boolean forgotten = before.filter(Attempt::isActive).isPresent() && now.isEmpty();
    Optional<IndexState.Active> first = model.active(key, set.index());
    require(
        !forgotten || first.isEmpty() || first.get().attempt().number() == before.get().number(),
        () -> before + " is forgotten beside " + first);
    if (now.filter(Attempt::isActive).isEmpty() || before.isPresent()) {
      return;
    }
    Attempt copy = now.get();
    Run run = model.run(key).orElseThrow();
    require(mayRunTwice(run), () -> copy + " was not asked for");
    require(run.stopped().isEmpty(), () -> copy + " comes after the end of " + run);
    require(
        first.filter(f -> !f.attempt().agentId().equals(copy.agentId())).isPresent(),
        () -> copy + " is launched beside " + first);
    require(
        model.copies(key) < asked(run).orElseThrow().max(),
        () -> copy + " is one too many of " + run);
  }

  /**
   * A task of an index has begun to run.
   *
   * @param others of the index that run and are in sight
   */
  static void started(String task, List<String> others) {
    require(others.size() < 2, () -> task + " runs while " + others + " run");
  }

  private static void require(boolean holds, Supplier<String> details) {
    Checks.require(Invariant.NO_RUN_IS_RUN_TWICE, holds, details);
  }
}
