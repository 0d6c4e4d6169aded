package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.model.Pool;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Twenty users, each with another share, and more work of each than the cluster holds. */
class FairnessTest {

  private static final int USERS = 20;
  private static final int AGENTS = 21;
  private static final int SAMPLES = 24;

  private final BatchCluster town = new BatchCluster(FairnessTest::plan);
  private final List<TestAgent> agents = new ArrayList<>();

  private static TaskPlan plan(TaskInfo task) {
    int own = Math.floorMod(task.getTaskId().getValue().hashCode(), 20);
    return TaskPlan.finishesAfter(Duration.ofSeconds(50 + own));
  }

  @Test
  void whatEachHasComesWithinTwoPercentOfWhatItsShareSays() throws Exception {
    Map<String, Double> shares = new TreeMap<>();
    for (int user = 1; user <= USERS; user++) {
      shares.put("u" + user, (double) user);
    }
    Pool pool =
        new Pool("default", 1, shares, Pool.Quota.NONE, Pool.Quota.NONE, Duration.ofMinutes(10));
    var unused = town.ask((kernel, now) -> kernel.setPool(pool, now));
    for (int user = 1; user <= USERS; user++) {
      town.create(
          BatchCluster.job(
              ("{'id':'j%d','batch':{'user':'u%d','array':{'indexes':'0-9999%%60'}},"
                      + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}")
                  .formatted(user, user)));
      var unusedRun = town.begin("j" + user);
    }
    for (int i = 0; i < AGENTS; i++) {
      agents.add(town.cluster.addAgent("cpus:20;mem:16384;disk:1000"));
    }
    town.advance(Duration.ofMinutes(2));

    Map<String, Double> had = new LinkedHashMap<>();
    double all = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      town.cluster.advance(Duration.ofSeconds(5));
      for (TestAgent agent : agents) {
        for (var task : agent.running()) {
          String job = task.value().substring(0, task.value().indexOf('.'));
          had.merge(job, 1.0, Double::sum);
          all++;
        }
      }
    }

    double sum = USERS * (USERS + 1) / 2.0;
    for (int user = 1; user <= USERS; user++) {
      double due = user / sum;
      double has = had.getOrDefault("j" + user, 0.0) / all;
      assertThat(has).as("user " + user).isCloseTo(due, Percentage.withPercentage(2));
    }
    assertThat(all / SAMPLES).as("the cluster is full").isGreaterThan(0.95 * AGENTS * 20);
  }
}
