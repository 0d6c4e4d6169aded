package io.proffer.simulator;

import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Notice;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The seeds every build runs; more of them: {@code ./proffer simulate --service --seeds 1-2000}.
 */
class ServiceSeedsTest {

  private static final int SEEDS = 100;

  /** What no seed can reach: nobody asks for it, or it is not looked at from the framework. */
  private static final Set<Class<?>> UNREACHABLE =
      Set.of(
          Fact.SecretSet.class,
          Fact.SecretRemoved.class,
          Fact.SourceKept.class,
          Fact.WebhookSet.class,
          Fact.WebhookRemoved.class,
          Fact.RetreatForgotten.class, // No run has fifty changes.
          Fact.EndingForgotten.class, // No run has a hundred deployments.
          Notice.HealthCheckFailed.class,
          Notice.ExecutorSaid.class);

  @Test
  void appsAreKeptUpUnderEverySeedAndTheSeedsTakeEveryPath()
      throws InterruptedException, ExecutionException {
    Coverage coverage = Seeds.run(Scene.SERVICE, SEEDS);
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
            Wishes.Kind.values(),
            Wishes.End.values(),
            SlowJournal.Mishap.values(),
            Fault.values())) {
      for (Enum<?> choice : choices) {
        boolean reachable = !ServiceSubject.NEVER.contains(choice);
        new Paths.Choice(choice, reachable).check(coverage, softly);
      }
    }
  }
}
