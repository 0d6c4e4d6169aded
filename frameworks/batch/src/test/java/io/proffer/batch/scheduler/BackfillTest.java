package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.model.JobId;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/** A large run among small ones that never let it in by themselves. */
class BackfillTest {

  private final BatchCluster town = new BatchCluster(BackfillTest::plan);
  private final TestAgent agent = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");

  /** No two of the small ones end at the same time. */
  private static TaskPlan plan(TaskInfo task) {
    int own = Math.floorMod(task.getTaskId().getValue().hashCode(), 40);
    return TaskPlan.finishesAfter(
        Duration.ofSeconds(
            switch (task.getName()) {
              case "limited" -> 130;
              case "short" -> 20;
              default -> 20 + own;
            }));
  }

  private void job(String id, int cpus, String batch) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{'cmd':'x','cpus':%d,'mem':32,'disk':0}}"
                .formatted(id, batch, cpus)));
  }

  private long running(String job) {
    return agent.running().stream().filter(task -> task.value().startsWith(job + ".")).count();
  }

  @Test
  void smallRunsDoNotKeepALargeOneWaitingForEver() throws Exception {
    job("small", 1, "'user':'a','array':{'indexes':'0-999%4'}");
    job("large", 4, "'user':'b'");
    var small = town.begin("small");
    town.advance(Duration.ofSeconds(30));
    String large = town.begin("large");
    town.advance(Duration.ofSeconds(80));

    assertThat(town.why(large)).contains("is kept for it until");
    town.advance(Duration.ofMinutes(3));

    var history = town.ask((kernel, now) -> kernel.view(new JobId("large"), true).history());
    assertThat(history.successCount()).isEqualTo(1);
    assertThat(running("small")).as(small + " goes on").isEqualTo(4);
  }

  @Test
  void whatEndsBeforeTheLargeOneIsToBeginMayUseWhatIsKept() throws Exception {
    job("limited", 1, "'user':'a','timeouts':{'run':300}");
    job("large", 4, "'user':'b'");
    job("short", 1, "'user':'c','timeouts':{'run':30}");
    job("unlimited", 1, "'user':'d'");
    var limited = town.begin("limited");
    town.advance(Duration.ofSeconds(5));
    String large = town.begin("large");
    town.advance(Duration.ofSeconds(80));
    assertThat(town.why(large)).as(limited).contains("is kept for it until");

    var shortOne = town.begin("short");
    var unlimited = town.begin("unlimited");
    town.advance(Duration.ofSeconds(15));
    assertThat(running("short")).as(shortOne + " is lent room").isEqualTo(1);
    assertThat(running("unlimited")).isZero();

    town.advance(Duration.ofMinutes(1));
    assertThat(running("limited")).isZero();
    assertThat(running("large")).isEqualTo(1);
    town.advance(Duration.ofMinutes(2));
    assertThat(town.launches().keySet()).anyMatch(task -> task.startsWith("unlimited."));
    assertThat(unlimited).isNotEqualTo(shortOne);
  }
}
