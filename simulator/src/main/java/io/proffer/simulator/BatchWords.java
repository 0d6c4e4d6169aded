package io.proffer.simulator;

import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;

/** What the batch framework has decided, short enough to be read along. */
final class BatchWords {

  private BatchWords() {}

  static String of(Fact fact) {
    String kind = fact.getClass().getSimpleName();
    return switch (fact) {
      case Fact.JobSet f -> kind + " " + f.job().id() + " " + f.job().schedule();
      case Fact.RunSet f -> kind + " " + words(f.run());
      case Fact.RunFinished f -> kind + " " + words(f.run());
      case Fact.IndexesRestored f -> kind + " " + f.job() + "." + f.run();
      case Fact.JobRemoved f -> f.toString();
      case Fact.IndexSet f -> f.toString();
      case Fact.CopySet f -> f.toString();
      case Fact.PaceSet f -> f.toString();
      case Fact.GangSet f -> f.toString();
      case Fact.LeaseSet f -> f.toString();
      case Fact.LeaseEnded f -> f.toString();
      case Fact.ReservedSet f -> f.toString();
      case Fact.ReservedForgotten f -> f.toString();
      case Fact.WebhookSet f -> f.toString();
      case Fact.WebhookRemoved f -> f.toString();
      case Fact.RunDropped f -> f.toString();
      case Fact.WorkflowSet f -> f.toString();
      case Fact.WorkflowRemoved f -> f.toString();
      case Fact.PoolSet f -> f.toString();
      case Fact.PoolRemoved f -> f.toString();
      case Fact.UsageMarked f -> f.toString();
      case Fact.LaunchesMarked f -> f.toString();
      case Fact.ScheduleMarked f -> f.toString();
    };
  }

  private static String words(Run run) {
    return "%s.%s due %s, %d + %d failed%s%s"
        .formatted(
            run.job(),
            run.id(),
            run.due(),
            run.charged(),
            run.uncharged(),
            run.stopped().map(stop -> ", " + stop).orElse(""),
            run.last().map(attempt -> ", " + attempt).orElse(""));
  }

  private static String words(FinishedRun run) {
    return run.job() + "." + run.id() + " " + run.failure() + " " + run.message();
  }
}
