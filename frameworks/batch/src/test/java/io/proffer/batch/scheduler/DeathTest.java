package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No run is lost and none is run twice, whenever the framework's process dies. */
class DeathTest {

  private static final String RESOURCES = "cpus:2;mem:1024;disk:1000";
  private static final String JOB = "{'id':'report','run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}";

  /**
   * The writes: the job, its run, its launch, that it starts, that it runs, its end, its removal.
   */
  @ParameterizedTest
  @CsvSource({
    "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true", "5,false",
    "5,true", "6,false", "6,true", "7,false", "7,true"
  })
  void aRunIsRunOnceWhicheverWriteOfItsLaunchKillsTheFramework(int write, boolean written)
      throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofSeconds(20)));
    var agent = town.cluster.addAgent(RESOURCES);
    town.store.dieAt(write, written);

    town.create(BatchCluster.job(JOB));
    var unused = town.start("token");
    town.advance(Duration.ofMinutes(10));

    assertThat(town.deaths()).as("died at write " + write).isEqualTo(1);
    assertThat(town.launched).hasSize(1);
    assertThat(town.runs()).isEmpty();
    assertThat(town.history().successful()).hasSize(1);
    assertThat(town.history().failureCount()).isZero();
    assertThat(town.start("token")).as("the same run").isNotNull();
    assertThat(town.history().successCount()).isEqualTo(1);
    assertThat(agent.running()).isEmpty();
  }

  /** A job that is due each minute, whose process dies somewhere within two fires. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void everyFireHasOneRunWhicheverWriteKillsTheFramework(int write) throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofSeconds(5)));
    var unused = town.cluster.addAgent(RESOURCES);
    town.store.dieAt(write, write % 2 == 0);

    town.create(
        BatchCluster.job(
            JOB.replace("'run'", "'schedules':[{'id':'s','cron':'* * * * *'}],'run'")));
    var start = town.cluster.now();
    town.advance(Duration.ofMinutes(5));

    var view = town.ask((kernel, now) -> kernel.view(BatchCluster.JOB, true));
    var fires = view.history().successful().stream().map(r -> r.scheduledFor()).toList();
    long due = (town.cluster.now().getEpochSecond() / 60) - start.getEpochSecond() / 60;
    assertThat(town.deaths()).isEqualTo(1);
    assertThat(fires).doesNotHaveDuplicates();
    assertThat(view.misses()).isEmpty();
    assertThat((long) fires.size() + view.active().size()).isEqualTo(due);
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(town.launched).hasSizeBetween((int) due - 1, (int) due);
  }

  @Test
  void goesOnUnderAnotherMaster() throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofMinutes(3)));
    var unused = town.cluster.addAgent(RESOURCES);
    town.create(BatchCluster.job(JOB));
    var run = town.start("a");
    town.advance(Duration.ofMinutes(1));

    town.framework.kill();
    town.cluster.changeMaster();
    town.advance(Duration.ofMinutes(1));
    town.framework.start();
    town.advance(Duration.ofMinutes(5));

    assertThat(run).isNotNull();
    assertThat(town.launched).hasSize(1);
    assertThat(town.history().successful()).hasSize(1);
  }

  @Test
  void aRunWhoseMachineIsGoneFailsUnlessItMayBeTriedAgain() throws Exception {
    BatchCluster town = new BatchCluster(TaskPlan.runs());
    var first = town.cluster.addAgent(RESOURCES);
    town.create(BatchCluster.job(JOB));
    town.create(
        BatchCluster.job(
            JOB.replace("report", "again")
                .replace("'cmd'", "'restart':{'policy':'ON_FAILURE'},'cmd'")));
    var unused = town.start("a");
    var again = new io.proffer.batch.model.JobId("again");
    var unused2 =
        town.ask((kernel, now) -> kernel.start(again, io.proffer.batch.model.Parameters.NONE, now));
    town.advance(Duration.ofMinutes(1));
    var second = town.cluster.addAgent(RESOURCES);

    first.losePower();
    town.advance(Duration.ofMinutes(20));

    assertThat(town.history().failed()).hasSize(1);
    assertThat(town.history().failed().getFirst().failure().name()).isEqualTo("LOST");
    assertThat(second.running()).hasSize(1);
    assertThat(second.running().getFirst().value()).startsWith("again.").endsWith(".0.2");
  }
}
