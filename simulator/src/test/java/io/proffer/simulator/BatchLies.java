package io.proffer.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.BatchKernel;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Lease;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.sdk.testkit.node.Witness;
import io.proffer.simulator.BatchModel.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A batch framework that does what it must not, one thing at a time. */
final class BatchLies {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final JobId REPORT = new JobId("report");

  private BatchLies() {}

  private static Job job() throws Exception {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", REPORT.value());
    json.putObject("run").put("cmd", "x").put("cpus", 1).put("mem", 32).put("disk", 0);
    json.putArray("schedules").addObject().put("id", "every").put("cron", "* * * * *");
    return JobReader.job(json, Optional.empty(), JobReader.Schedules.TAKEN);
  }

  /** The facts of a job that has a run, which goes on. */
  private static BatchKernel withRun() throws Exception {
    BatchKernel kernel = new BatchKernel(1);
    var unusedJob = kernel.create(job(), NOW);
    var unusedRun = kernel.start(REPORT, Parameters.NONE, NOW);
    return kernel;
  }

  private static BatchChecks checks(List<Fact> facts) {
    BatchChecks checks = new BatchChecks();
    checks.decided(facts, NOW);
    checks.stored(facts);
    return checks;
  }

  static void forgetWhatIsDue() throws Exception {
    BatchChecks checks = checks(withRun().take().facts());
    Instant later = NOW.plus(Duration.ofMinutes(2));
    ScheduleMark mark = new ScheduleMark(later, List.of());
    checks.decided(List.of(new Fact.ScheduleMarked(REPORT, mark)), later);
  }

  static void beginAgain() throws Exception {
    BatchKernel kernel = withRun();
    Run run = kernel.runs().getFirst();
    List<Fact> begun = kernel.take().facts();
    BatchChecks checks = checks(begun);
    var unused = kernel.stop(REPORT, run.id(), NOW);
    List<Fact> ended = kernel.take().facts();
    checks.decided(ended, NOW);
    checks.stored(ended);
    checks.decided(List.of(new Fact.RunSet(run)), NOW);
  }

  private static BatchKernel withGang() throws Exception {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", REPORT.value());
    json.putObject("run").put("cmd", "x").put("cpus", 1).put("mem", 32).put("disk", 0);
    json.putObject("batch").putObject("gang").put("size", 2);
    BatchKernel kernel = new BatchKernel(1);
    var unusedJob =
        kernel.create(JobReader.job(json, Optional.empty(), JobReader.Schedules.TAKEN), NOW);
    var unusedRun = kernel.start(REPORT, Parameters.NONE, NOW);
    return kernel;
  }

  static void beginAPartOfAGang() throws Exception {
    BatchKernel kernel = withGang();
    Run run = kernel.runs().getFirst();
    BatchChecks checks = checks(kernel.take().facts());
    IndexState active = new IndexState.Active(attempt(run), 0, 0);
    checks.decided(List.of(new Fact.IndexSet(REPORT, run.id(), 0, active)), NOW);
  }

  static void gatherBesideAnother() throws Exception {
    BatchKernel kernel = withGang();
    var unused = kernel.start(REPORT, Parameters.NONE, NOW);
    List<Fact> leases =
        kernel.runs().stream()
            .<Fact>map(
                run ->
                    new Fact.LeaseSet(new Lease("default", REPORT, run.id(), NOW.plusSeconds(1))))
            .toList();
    checks(kernel.take().facts()).decided(leases, NOW);
  }

  private static Attempt attempt(Run run) {
    return Attempt.launched(1, "report." + run.id() + ".0.1", "agent", "agent", "", NOW);
  }

  /** It makes room for itself, and may not run again. */
  static void endARunForNobody() throws Exception {
    BatchKernel kernel = withRun();
    Run run = kernel.runs().getFirst();
    BatchChecks checks = checks(kernel.take().facts());
    Attempt begun = attempt(run);
    checks.decided(List.of(new Fact.RunSet(like(run, run.id(), List.of(begun)))), NOW);
    Attempt asked = begun.asked(new Attempt.Preempted(NOW, REPORT, run.id()));
    checks.decided(List.of(new Fact.RunSet(like(run, run.id(), List.of(asked)))), NOW);
  }

  static void jumpTheQueue() throws Exception {
    BatchKernel kernel = withRun();
    Run first = kernel.runs().getFirst();
    BatchChecks checks = checks(kernel.take().facts());
    Run second = like(first, "20260101000000zzzzz", List.of());
    Run launched = like(second, second.id(), List.of(attempt(second)));
    checks.decided(List.of(new Fact.RunSet(second), new Fact.RunSet(launched)), NOW);
  }

  private static Run like(Run run, String id, List<Attempt> attempts) {
    return new Run(
        id,
        run.job(),
        run.spec(),
        run.extensions(),
        run.labels(),
        run.createdAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        0,
        0,
        run.due(),
        Optional.empty(),
        attempts);
  }

  static void praiseWhatNeverRan() throws Exception {
    BatchKernel kernel = withRun();
    Run run = kernel.runs().getFirst();
    BatchChecks checks = checks(kernel.take().facts());
    FinishedRun praised =
        new FinishedRun(
            run.id(),
            run.job(),
            NOW,
            NOW,
            Optional.empty(),
            Optional.empty(),
            Failure.NONE,
            "",
            List.of(),
            Optional.empty(),
            List.of());
    checks.decided(List.of(new Fact.RunFinished(praised, 0)), NOW);
  }

  static Violation aRunGoesOn() throws Exception {
    return BatchSettled.problem(nothing(), checks(withRun().take().facts())).orElseThrow();
  }

  static Violation forgetARun() throws Exception {
    Job unscheduled = job().withSchedule(Optional.empty());
    BatchChecks checks = checks(List.of(new Fact.JobSet(unscheduled)));
    RunKey run = new RunKey(REPORT, "20260101000000aaaaa");
    checks.granted(new BatchChecks.Granted(run, Optional.empty()));
    return BatchSettled.problem(nothing(), checks).orElseThrow();
  }

  private static VirtualCluster nothing() {
    return new VirtualCluster(Draws.of(1), Trace.silent(), new Witness() {});
  }
}
