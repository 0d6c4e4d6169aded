package io.proffer.simulator;

import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.Notice;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The seeds every build runs; more of them: {@code ./proffer simulate --batch --seeds 1-2000}. */
class BatchSeedsTest {

  private static final int SEEDS = 90;

  /** What no seed can reach: it is not decided, or nobody asks for it. */
  private static final Set<Class<?>> UNREACHABLE =
      Set.of(Fact.IndexesRestored.class, Fact.WebhookSet.class, Fact.WebhookRemoved.class);

  /**
   * Its store writes a piece whole, or not; containers write no output, and fill no disk; and no
   * task is made that a master would not have.
   */
  private static final Set<Enum<?>> UNREACHABLE_CHOICES =
      Set.of(
          SlowJournal.Mishap.PROCESS_DIES_WITHIN_A_WRITE,
          Failure.OUTPUT,
          Failure.DISK,
          Failure.INVALID);

  @Test
  void noRunIsLostOrRunTwiceUnderAnySeedAndTheSeedsTakeEveryPath()
      throws InterruptedException, ExecutionException {
    Coverage coverage = Seeds.run(Scene.BATCH, SEEDS);
    SoftAssertions.assertSoftly(softly -> everyPathIsTaken(coverage, softly));
  }

  private static void everyPathIsTaken(Coverage coverage, SoftAssertions softly) {
    for (Class<?> family : List.of(Fact.class, Notice.class)) {
      for (Class<?> kind : family.getPermittedSubclasses()) {
        new Paths.Kind(kind, !UNREACHABLE.contains(kind)).check(coverage, softly);
      }
    }
    for (Enum<?>[] choices :
        List.<Enum<?>[]>of(
            BatchWishes.Kind.values(),
            BatchWishes.End.values(),
            Failure.values(),
            SlowJournal.Mishap.values(),
            Fault.values())) {
      for (Enum<?> choice : choices) {
        boolean reachable =
            !BatchSubject.NEVER.contains(choice) && !UNREACHABLE_CHOICES.contains(choice);
        new Paths.Choice(choice, reachable).check(coverage, softly);
      }
    }
  }
}
