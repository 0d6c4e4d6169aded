package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.ArrayView;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Second tasks of indexes that take much longer than others. */
class CopyTest {

  private static final Duration USUAL = Duration.ofSeconds(10);

  /** What becomes of tasks that do not take the usual time, by the ends of their ids. */
  private final Map<String, TaskPlan> unusual = new HashMap<>();

  private final BatchCluster town = new BatchCluster(this::plan);

  private TaskPlan plan(TaskInfo task) {
    String id = task.getTaskId().getValue();
    return unusual.getOrDefault(
        id.substring(id.indexOf('.', "report.".length())), TaskPlan.finishesAfter(USUAL));
  }

  private void givenAgents(int count) {
    for (int i = 0; i < count; i++) {
      var unused = town.cluster.addAgent("cpus:8;mem:4096;disk:1000");
    }
  }

  private void start(String array, String run) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{'array':{%s}},'run':{%s'cmd':'x','cpus':1,'mem':32,'disk':0}}"
                .formatted(array, run)));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
  }

  private void start(String array) throws Exception {
    start(array, "");
  }

  private static final String COPIED =
      "'indexes':'0-5','copies':{'max':2,'slowerThan':2,'afterSeconds':5}";

  private FinishedRun ended() {
    List<FinishedRun> all = new ArrayList<>(town.history().successful());
    all.addAll(town.history().failed());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private List<String> second() {
    return town.launched.stream().filter(task -> task.endsWith(".2")).toList();
  }

  private String agent(String end) {
    return town.tasks().stream()
        .filter(task -> task.getTaskId().getValue().endsWith(end))
        .findFirst()
        .map(task -> task.getAgentId().getValue())
        .orElseThrow();
  }

  @Test
  void anIndexThatTakesLongHasASecondTaskElsewhereAndTheFirstToEndWellCounts() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.runs());
    start(COPIED);

    town.advance(Duration.ofSeconds(25));
    Run run = town.runs().getFirst();
    assertThat(second()).singleElement().asString().endsWith(".3.2");
    assertThat(agent(".3.2")).isNotEqualTo(agent(".3.1"));
    assertThat(town.why(run)).anyMatch(line -> line.contains("index 3 takes longer than others"));
    ArrayView view = town.ask((kernel, now) -> kernel.array(run)).orElseThrow();
    assertThat(view.copies()).isEqualTo(new ArrayView.Copied(1, 1, 0));

    town.advance(Duration.ofSeconds(30));
    assertThat(ended().isSuccess()).isTrue();
    assertThat(ended().array().orElseThrow().copies()).isEqualTo(new ArrayView.Copied(0, 1, 1));
    ArrayView.Copied counted = town.ask((kernel, now) -> kernel.copies());
    assertThat(counted).isEqualTo(new ArrayView.Copied(0, 1, 1));
    assertThat(town.launched).hasSize(7);
  }

  @Test
  void thereIsNoneWhereNobodyHasSaidThatATaskMayRunTwice() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.finishesAfter(Duration.ofMinutes(5)));
    start("'indexes':'0-5'");

    town.advance(Duration.ofMinutes(6));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(6);
  }

  @Test
  void thereIsNoneOnTheSameAgentNorBeforeThreeHaveEnded() throws Exception {
    givenAgents(1);
    for (String slow : List.of(".2.1", ".3.1", ".4.1", ".5.1")) {
      unusual.put(slow, TaskPlan.finishesAfter(Duration.ofMinutes(2)));
    }
    start(COPIED);
    town.advance(Duration.ofMinutes(1));
    givenAgents(1);
    town.advance(Duration.ofSeconds(30));
    assertThat(second()).as("two have ended").isEmpty();

    unusual.clear();
    town.advance(Duration.ofMinutes(2));
    assertThat(ended().isSuccess()).isTrue();
  }

  @Test
  void thereAreSoManyAtATime() throws Exception {
    givenAgents(2);
    for (String slow : List.of(".2.1", ".3.1", ".4.1", ".2.2", ".3.2", ".4.2")) {
      unusual.put(slow, TaskPlan.runs());
    }
    start("'indexes':'0-5','copies':{'max':2,'slowerThan':2,'afterSeconds':5}");

    town.advance(Duration.ofMinutes(2));

    assertThat(second()).hasSize(2);
  }

  @Test
  void whenTheFirstOneFailsTheSecondGoesOnAndIsNotCountedAsATryAgain() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.exitsAfter(Duration.ofSeconds(40), 1));
    unusual.put(".3.2", TaskPlan.finishesAfter(Duration.ofSeconds(60)));
    start(COPIED);

    town.advance(Duration.ofMinutes(3));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(7);
  }

  @Test
  void whenTheSecondOneFailsThereIsNoThirdBesideTheFirst() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.finishesAfter(Duration.ofMinutes(3)));
    unusual.put(".3.2", TaskPlan.exitsAfter(Duration.ofSeconds(5), 1));
    start(COPIED);

    town.advance(Duration.ofMinutes(4));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(7);
    assertThat(ended().array().orElseThrow().copies()).isEqualTo(new ArrayView.Copied(0, 1, 0));
  }

  @Test
  void whenBothFailTheIndexIsTriedAgainWithANumberOfItsOwn() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.exitsAfter(Duration.ofSeconds(60), 1));
    unusual.put(".3.2", TaskPlan.exitsAfter(Duration.ofSeconds(5), 1));
    start(COPIED, "'restart':{'policy':'ON_FAILURE'},");

    town.advance(Duration.ofMinutes(4));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(8).doesNotHaveDuplicates();
    assertThat(town.launched.getLast()).endsWith(".3.3");
  }

  /** Both tasks of the index are known to whoever takes over, and how long indexes take. */
  @Test
  void aProcessThatTakesOverForgetsNeitherOfTheTwo() throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.runs());
    unusual.put(".3.2", TaskPlan.finishesAfter(Duration.ofSeconds(60)));
    start(COPIED);
    town.advance(Duration.ofSeconds(30));
    assertThat(second()).hasSize(1);

    town.framework.kill();
    town.framework.start();
    town.advance(Duration.ofSeconds(10));
    List<Attempt> attempts = town.ask((kernel, now) -> kernel.attempts());
    assertThat(attempts)
        .extracting(attempt -> attempt.taskId().substring(attempt.taskId().length() - 4))
        .containsExactlyInAnyOrder(".3.1", ".3.2");

    town.advance(Duration.ofMinutes(2));
    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theIndexEndsOnceWhicheverWriteKillsTheFramework(int write) throws Exception {
    givenAgents(2);
    unusual.put(".3.1", TaskPlan.runs());
    start(COPIED);
    town.advance(Duration.ofSeconds(15));
    town.store.dieIn(write, write % 2 == 0);

    town.advance(Duration.ofMinutes(3));

    assertThat(town.deaths()).isEqualTo(1);
    assertThat(ended().isSuccess()).isTrue();
    assertThat(ended().array().orElseThrow().succeeded()).isEqualTo(6);
    assertThat(town.launches().values()).containsOnly(1);
  }
}
