package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/** A large gang in a full cluster. */
class GangLoadTest {

  private static final int AGENTS = 25;
  private static final int SLOTS = 500;
  private static final int USERS = 50;

  /** Mesos allocates once a second. */
  private static final Duration TWO_ROUNDS = Duration.ofSeconds(2);

  private static final Duration STEP = Duration.ofMillis(100);

  private final BatchCluster town = new BatchCluster("batch", GangLoadTest::plan);
  private final List<TestAgent> agents = new ArrayList<>();

  /** No two of the others' tasks of one user end at the same time. */
  private static TaskPlan plan(TaskInfo task) {
    boolean gang = task.getName().equals("gang");
    int own = Math.floorMod(task.getTaskId().getValue().hashCode(), 60);
    return TaskPlan.finishesAfter(Duration.ofSeconds(gang ? 60 : 30 + own));
  }

  private long running(boolean gang) {
    return agents.stream()
        .flatMap(agent -> agent.running().stream())
        .filter(task -> task.value().startsWith("gang.") == gang)
        .count();
  }

  @Test
  void isPlacedWithinTwoRoundsOfItsRoomBecomingFreeAmongFiftyUsersWithMoreWorkThanFits()
      throws Exception {
    for (int i = 0; i < AGENTS; i++) {
      agents.add(town.cluster.addAgent("cpus:20;mem:16384;disk:1000"));
    }
    String json = "{'id':'%s','batch':{%s},'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}";
    List<Job> others = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      String batch = "'user':'u%d','array':{'indexes':'0-29%%20'}".formatted(user);
      others.add(BatchCluster.job(json.formatted("j" + user, batch)));
    }
    var begun =
        town.ask(
            (kernel, now) -> {
              for (Job other : others) {
                var unused = kernel.create(other, now);
                var unusedRun = kernel.start(other.id(), Parameters.NONE, now);
              }
              return kernel.runs();
            });
    assertThat(begun).hasSize(USERS);
    town.advance(Duration.ofSeconds(10));
    assertThat(running(false)).isGreaterThan(SLOTS * 9 / 10);

    town.create(
        BatchCluster.job(json.formatted("gang", "'user':'g','gang':{'size':" + SLOTS + "}")));
    var run = town.begin("gang");
    Duration waited = Duration.ZERO;
    while (running(false) > 0) {
      town.cluster.advance(STEP);
      waited = waited.plus(STEP);
      if (running(false) > 0) {
        assertThat(running(true)).as("before there is room for all").isZero();
      }
      assertThat(waited).as("for the others to make room").isLessThan(Duration.ofSeconds(200));
    }
    Duration placed = Duration.ZERO;
    while (running(true) < SLOTS && placed.compareTo(TWO_ROUNDS) < 0) {
      town.cluster.advance(STEP);
      placed = placed.plus(STEP);
    }

    assertThat(running(true)).as(town.why(run)).isEqualTo(SLOTS);
    assertThat(running(false)).isZero();
  }
}
