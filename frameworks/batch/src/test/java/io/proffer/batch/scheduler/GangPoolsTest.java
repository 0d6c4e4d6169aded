package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.model.JobId;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gangs of several pools gather room at the same time, and none waits for what another has. */
class GangPoolsTest {

  private final List<TestAgent> agents = new ArrayList<>();

  private BatchCluster town(String role) {
    BatchCluster town = new BatchCluster(role, GangPoolsTest::plan);
    for (int i = 0; i < 2; i++) {
      agents.add(town.cluster.addAgent("cpus:4;mem:4096;disk:1000"));
    }
    return town;
  }

  /** The task {@code other-70} takes 70 s. */
  private static TaskPlan plan(TaskInfo task) {
    String[] words = task.getName().split("-", -1);
    return TaskPlan.finishesAfter(
        Duration.ofSeconds(words[0].equals("other") ? Integer.parseInt(words[1]) : 30));
  }

  private static void job(BatchCluster town, String id, String batch) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"
                .formatted(id, batch)));
  }

  /** Tasks on all there is, which end one after the other. */
  private void fill(BatchCluster town, int... seconds) throws Exception {
    for (int span : seconds) {
      job(town, "other-" + span, "'pool':'others'");
      var unused = town.begin("other-" + span);
    }
    town.advance(Duration.ofSeconds(10));
    assertThat(running("other")).isEqualTo(seconds.length);
  }

  private long running(String prefix) {
    return agents.stream()
        .flatMap(agent -> agent.running().stream())
        .filter(task -> task.value().startsWith(prefix))
        .count();
  }

  private void untilOthersRun(BatchCluster town, int left) {
    town.cluster.advanceUntil(() -> running("other") <= left, Duration.ofMinutes(3));
  }

  private static int successes(BatchCluster town, String job) {
    HistorySummary history = town.ask((kernel, now) -> kernel.view(new JobId(job), true).history());
    return (int) history.successCount();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "batch"})
  void gangsThatNeedAllThereIsDoNotWaitForWhatTheOtherHasGathered(String role) throws Exception {
    BatchCluster town = town(role);
    fill(town, 60, 65, 70, 90, 95, 100, 105, 110);
    job(town, "red", "'pool':'red','gang':{'size':8}");
    job(town, "blue", "'pool':'blue','gang':{'size':8}");
    String red = town.begin("red");
    untilOthersRun(town, 5); // Red has three.
    String blue = town.begin("blue");
    town.advance(Duration.ofSeconds(25));
    assertThat(town.why(red)).contains("room is gathered for it until");
    assertThat(town.why(blue)).contains("room is gathered for it until");

    untilOthersRun(town, 0);
    town.advance(Duration.ofSeconds(5));
    assertThat(List.of(running("red"), running("blue"))).as(town.why(red)).contains(8L);
    if (role.equals("batch")) {
      assertThat(running("red")).as("the one that was first").isEqualTo(8);
    }
    town.advance(Duration.ofSeconds(80));

    assertThat(successes(town, "red")).isEqualTo(1);
    assertThat(successes(town, "blue")).as(town.why(blue)).isEqualTo(1);
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(town.store.names()).noneMatch(name -> name.startsWith("lease."));
  }

  @Test
  void aSmallGangOfAnotherPoolNeedNotWaitForALargeOne() throws Exception {
    BatchCluster town = town("batch");
    fill(town, 40, 45, 100, 101, 102, 103, 104, 105);
    job(town, "large", "'pool':'red','gang':{'size':8}");
    job(town, "small", "'pool':'blue','gang':{'size':2}");
    job(town, "third", "'pool':'red','gang':{'size':2}");
    var large = town.begin("large");
    town.advance(Duration.ofSeconds(5));
    var small = town.begin("small");
    String third = town.begin("third");
    town.advance(Duration.ofSeconds(5));
    assertThat(town.why(third))
        .contains("room is gathered for large." + large + " of the same pool");

    town.advance(Duration.ofMinutes(4));

    assertThat(town.launched.stream().map(task -> task.substring(0, 5)).toList().subList(8, 20))
        .as(small)
        .startsWith("small", "small");
    for (String job : List.of("large", "small", "third")) {
      assertThat(successes(town, job)).as(job).isEqualTo(1);
    }
  }

  @Test
  void whatSeveralPoolsHaveReservedOutlivesTheProcess() throws Exception {
    BatchCluster town = town("batch");
    fill(town, 40, 45, 80, 85, 300, 301, 302, 303);
    job(town, "red", "'pool':'red','gang':{'size':6}");
    job(town, "blue", "'pool':'blue','gang':{'size':5}");
    String red = town.begin("red");
    town.advance(Duration.ofSeconds(25));
    String blue = town.begin("blue");
    town.advance(Duration.ofSeconds(40));
    List<String> before = List.of(reserved(town.why(red)), reserved(town.why(blue)));
    assertThat(before).doesNotContain("0");

    town.framework.kill();
    town.cluster.advance(Duration.ofSeconds(5));
    town.framework.start();
    town.advance(Duration.ofSeconds(30));

    assertThat(List.of(reserved(town.why(red)), reserved(town.why(blue)))).isEqualTo(before);
    town.advance(Duration.ofMinutes(6));
    assertThat(successes(town, "red")).isEqualTo(1);
    assertThat(successes(town, "blue")).isEqualTo(1);
    assertThat(town.launches().values()).containsOnly(1);
  }

  @Test
  void anAgentThatIsGoneForGoodIsNotRemembered() throws Exception {
    BatchCluster town = town("batch");
    fill(town, 30, 31, 32, 33, 90, 91, 92, 93);
    job(town, "red", "'pool':'red','gang':{'size':8}");
    String red = town.begin("red");
    town.advance(Duration.ofSeconds(30));
    assertThat(town.why(red)).contains("is reserved for 4");
    assertThat(town.store.names()).anyMatch(name -> name.startsWith("reserved."));

    town.cluster.scheduleMaintenance(
        Duration.ofSeconds(1), Duration.ofHours(1), agents.toArray(TestAgent[]::new));
    town.cluster.advance(Duration.ofSeconds(2));
    agents.forEach(TestAgent::bringDown);
    var unused = town.ask((kernel, now) -> kernel.stop(new JobId("red"), red, now));
    town.advance(Duration.ofMinutes(12));

    assertThat(town.store.names()).noneMatch(name -> name.startsWith("reserved."));
  }

  private static String reserved(String why) {
    return why.replaceFirst("(?s).*is reserved for (\\d+).*", "$1");
  }
}
