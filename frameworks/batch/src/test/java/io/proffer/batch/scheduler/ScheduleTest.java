package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.ScheduleMark;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the times a job is due. */
class ScheduleTest {

  private static BatchCluster due(String each, String more, TaskPlan plan) throws Exception {
    BatchCluster town = new BatchCluster(plan);
    var unused = town.cluster.addAgent("cpus:4;mem:1024;disk:1000");
    town.create(
        BatchCluster.job(
            "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0},"
                + "'schedules':[{'id':'s','cron':'"
                + each
                + "'"
                + more
                + "}]}"));
    return town;
  }

  private static JobView view(BatchCluster town) {
    return town.ask((kernel, now) -> kernel.view(BatchCluster.JOB, true));
  }

  @Test
  void forbidMissesWhatIsDueWhileAnotherRunIsThere() throws Exception {
    BatchCluster town = due("* * * * *", ",'concurrencyPolicy':'FORBID'", TaskPlan.runs());
    town.advance(Duration.ofMinutes(4));

    assertThat(view(town).active()).hasSize(1);
    assertThat(view(town).misses())
        .isNotEmpty()
        .allSatisfy(miss -> assertThat(miss.reason()).contains("FORBID"));
  }

  @Test
  void replaceStopsTheOtherRunFirst() throws Exception {
    BatchCluster town = due("* * * * *", ",'concurrencyPolicy':'REPLACE'", TaskPlan.runs());
    town.advance(Duration.ofMinutes(4));

    assertThat(view(town).active()).hasSize(1);
    assertThat(view(town).history().failed())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(run -> assertThat(run.message()).contains("REPLACE"));
  }

  @Test
  void queueLetsOneRunFollowTheOther() throws Exception {
    BatchCluster town =
        due(
            "* * * * *",
            ",'concurrencyPolicy':'QUEUE'",
            TaskPlan.finishesAfter(Duration.ofSeconds(90)));
    town.advance(Duration.ofMinutes(5));

    assertThat(view(town).misses()).isEmpty();
    assertThat(view(town).active()).hasSizeGreaterThan(1);
    assertThat(view(town).active().stream().filter(run -> run.active().isPresent())).hasSize(1);
  }

  @Test
  void allowRunsThemBesideEachOther() throws Exception {
    BatchCluster town = due("* * * * *", "", TaskPlan.runs());
    town.advance(Duration.ofMinutes(3).plusSeconds(30));

    assertThat(view(town).active())
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(run -> assertThat(run.active()).isPresent());
  }

  @Test
  void whatWasDueWhileNobodyLookedIsRunOnceOrMissed() throws Exception {
    BatchCluster town =
        due(
            "* * * * *",
            ",'startingDeadlineSeconds':300",
            TaskPlan.finishesAfter(Duration.ofSeconds(5)));
    town.advance(Duration.ofMinutes(2));
    int before = view(town).history().successful().size();

    town.framework.kill();
    town.cluster.advance(Duration.ofMinutes(30));
    town.framework.start();
    town.cluster.advance(Duration.ofSeconds(20));

    JobView after = view(town);
    int missed = after.misses().stream().mapToInt(ScheduleMark.Miss::count).sum();
    int ran = after.history().successful().size() + after.active().size() - before;
    assertThat(after.misses()).hasSize(2);
    assertThat(after.misses().getFirst().reason()).contains("startingDeadlineSeconds, 300");
    assertThat(after.misses().getLast().reason()).contains("later ones were due");
    // The latest one, and perhaps the one that was due while this was looked at.
    assertThat(ran).isBetween(1, 2);
    assertThat(missed + ran).isBetween(29, 32);
  }

  @Test
  void aFailedRunIsTriedAgainLaterAndLater() throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.exitsAfter(Duration.ofSeconds(1), 7));
    var unused = town.cluster.addAgent("cpus:4;mem:1024;disk:1000");
    town.create(
        BatchCluster.job(
            "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0,"
                + "'restart':{'policy':'ON_FAILURE','activeDeadlineSeconds':100}}}"));
    var run = town.start("t");
    town.advance(Duration.ofMinutes(5));

    FinishedRun failed = view(town).history().failed().getFirst();
    assertThat(run).isNotNull();
    // At 0, 10, 30 and 70 seconds and a little; the next one would be too late.
    assertThat(failed.attempts()).hasSize(4);
    assertThat(failed.message()).contains("activeDeadlineSeconds");
    assertThat(failed.attempts().getLast().ending().orElseThrow().exitCode()).contains(7);
    Duration last =
        Duration.between(
            failed.attempts().get(2).completedAt().orElseThrow(),
            failed.attempts().get(3).launchedAt());
    assertThat(last).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(43));
  }

  @Test
  void aRunThatFindsNoPlaceFailsInTheEnd() throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.runs());
    town.create(
        BatchCluster.job(
            "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0,'maxLaunchDelay':60}}"));
    var run = town.start("t");
    town.advance(Duration.ofMinutes(2));

    assertThat(run).isNotNull();
    assertThat(view(town).history().failed().getFirst().message()).contains("maxLaunchDelay, 60 s");
  }

  @Test
  void aRunStoppedWhileItStartsRunsNoMore() throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.runs());
    var agent = town.cluster.addAgent("cpus:4;mem:1024;disk:1000");
    town.create(BatchCluster.job("{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"));
    var run = town.start("t");
    String id = town.runs().isEmpty() ? "" : town.runs().getFirst().id();
    var stopped = town.ask((kernel, now) -> kernel.stop(BatchCluster.JOB, id, now));
    town.advance(Duration.ofMinutes(2));

    assertThat(run).isNotNull();
    assertThat(stopped).isNotNull();
    assertThat(agent.running()).isEmpty();
    assertThat(view(town).history().failed()).hasSize(1);
  }
}
