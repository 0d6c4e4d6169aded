package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.ArrayView;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.IndexPlace;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of many tasks. */
class ArrayTest {

  private final Map<Integer, Integer> failures = new HashMap<>();
  private final Map<Integer, Integer> tries = new HashMap<>();
  private Duration span = Duration.ofSeconds(5);
  private final BatchCluster town = new BatchCluster(this::plan);

  ArrayTest() {
    var unused = town.cluster.addAgent("cpus:8;mem:4096;disk:1000");
  }

  private static int index(TaskInfo task) {
    return task.getCommand().getEnvironment().getVariablesList().stream()
        .filter(variable -> variable.getName().equals("PROFFER_ARRAY_INDEX"))
        .findFirst()
        .map(variable -> Integer.parseInt(variable.getValue()))
        .orElseThrow();
  }

  private TaskPlan plan(TaskInfo task) {
    int attempt = tries.merge(index(task), 1, Integer::sum);
    boolean fails = attempt <= failures.getOrDefault(index(task), 0);
    return fails ? TaskPlan.exitsAfter(span, 1) : TaskPlan.finishesAfter(span);
  }

  private void start(String batch, String more) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{%s},'run':{%s'cmd':'x','cpus':1,'mem':32,'disk':0}}"
                .formatted(batch, more)));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
  }

  private FinishedRun ended() {
    List<FinishedRun> all = new java.util.ArrayList<>(town.history().successful());
    all.addAll(town.history().failed());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private ArrayView view() {
    Run run = town.runs().getFirst();
    return town.ask((kernel, now) -> kernel.array(run)).orElseThrow();
  }

  private boolean wantsOffers() {
    return town.ask((kernel, now) -> kernel.wantsOffers(now));
  }

  /** Whoever does not is told to stop and to begin again with each task that ends. */
  @Test
  void offersAreWantedAllTheTimeWhileTasksOfAThrottledArrayFollowEachOther() throws Exception {
    span = Duration.ofSeconds(1);
    start("'array':{'indexes':'0-39%2'}", "");
    for (int second = 0; second < 15; second++) {
      assertThat(wantsOffers()).isTrue();
    }
    town.advance(Duration.ofSeconds(10));

    assertThat(ended().isSuccess()).as("in little more than 20 s").isTrue();
    assertThat(wantsOffers()).isFalse();
  }

  @Test
  void offersAreNotWantedWhileTheTasksOfAThrottledArrayTakeTheirTime() throws Exception {
    span = Duration.ofSeconds(30);
    start("'array':{'indexes':'0-3%2'}", "");
    town.advance(Duration.ofSeconds(10));
    assertThat(wantsOffers()).isFalse();

    town.advance(Duration.ofSeconds(25));
    assertThat(town.launched).as("the next ones follow at once").hasSize(4);
  }

  @Test
  void everyIndexRunsOnceAndSoManyAtATime() throws Exception {
    start("'array':{'indexes':'0-29%4'}", "");
    town.advance(Duration.ofSeconds(5));
    assertThat(view().active()).isEqualTo(4);

    town.advance(Duration.ofMinutes(3));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(ended().array()).contains(new ArrayView(30, 30, 0, 0, 0, "", ArrayView.Copied.NONE));
    assertThat(town.launched).hasSize(30).doesNotHaveDuplicates();
    assertThat(town.launched.getLast()).endsWith(".29.1");
    assertThat(town.store.names()).noneMatch(name -> name.startsWith("bits."));
  }

  @Test
  void anIndexIsTriedAgainByItself() throws Exception {
    failures.put(3, 2);
    start(
        "'array':{'indexes':'0-7'},'retry':{'maxRetries':2,'backoffSeconds':5}",
        "'restart':{'policy':'ON_FAILURE'},");

    town.advance(Duration.ofMinutes(2));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(town.launched).hasSize(10).anyMatch(task -> task.endsWith(".3.3"));
  }

  @Test
  void soManyMayFailAndOneMoreEndsIt() throws Exception {
    failures.putAll(Map.of(2, 1, 5, 1, 6, 1));
    start("'array':{'indexes':'0-39%8','maxFailedIndexes':2}", "");

    town.advance(Duration.ofMinutes(2));

    assertThat(ended().isSuccess()).isFalse();
    assertThat(ended().message()).startsWith("3 of 40 indexes have failed; the last, index 6");
    assertThat(ended().array().orElseThrow().failedIndexes()).startsWith("2,5-6");
    assertThat(town.launched.size()).isLessThan(40);
    assertThat(town.runs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'type':'any' | true",
        "'type':'quorum','count':3 | true",
        "'type':'quorum','count':8 | false",
        "'type':'indexes','indexes':'1,4-5' | true",
        "'type':'indexes','indexes':'0' | false"
      })
  void theSuccessPolicySaysWhatCounts(String policy, boolean success) throws Exception {
    failures.put(0, 1);
    start("'array':{'indexes':'0-7%2'},'successPolicy':{" + policy + "}", "");

    town.advance(Duration.ofMinutes(2));

    assertThat(ended().isSuccess()).isEqualTo(success);
    assertThat(town.runs()).isEmpty();
  }

  @Test
  void stoppingEndsAllItsTasks() throws Exception {
    start("'array':{'indexes':'0-99%8'}", "");
    town.advance(Duration.ofSeconds(3));
    String run = town.runs().getFirst().id();

    var unused = town.ask((kernel, now) -> kernel.stop(BatchCluster.JOB, run, now));
    town.advance(Duration.ofSeconds(30));

    assertThat(ended().failure().name()).isEqualTo("KILLED");
    assertThat(town.launched).hasSizeLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0-1000000", "0-2147483648", "1-5", "0-9%0", "0-9%20001", "x", "0-99999999999999"})
  void whatIsNoArrayIsRefused(String indexes) {
    assertThatThrownBy(() -> start("'array':{'indexes':'" + indexes + "'}", ""))
        .isInstanceOf(InvalidObjectException.class);
  }

  /** The process dies at one of the writes of an array: launches, ends, the run's end. */
  @Test
  void whereAnIndexRanIsKnownWhileTheArrayGoesOnAfterItsEndAndToTheNextProcess() throws Exception {
    failures.putAll(Map.of(17, 1));
    start("'array':{'indexes':'0-29%4','maxFailedIndexes':2}", "");
    town.advance(Duration.ofSeconds(20));
    Run run = town.runs().getFirst();
    assertThat(place(run, 3).attempt()).isEqualTo(1);
    assertThat(place(run, 3).place().agentId()).isNotEmpty();

    town.framework.kill();
    town.framework.start();
    assertThat(place(run, 3).place().agentId()).isNotEmpty();
    town.advance(Duration.ofMinutes(2));

    assertThat(ended().isSuccess()).isTrue();
    assertThat(ended().places()).hasSize(30);
    assertThat(ended().places().getFirst().index()).isEqualTo(17);
    assertThat(place(run, 29).place().agentId()).isNotEmpty();
  }

  private IndexPlace place(Run run, int index) {
    return town.ask((kernel, now) -> kernel.place(run.job(), run.id(), index)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
  void everyIndexRunsOnceWhicheverWriteKillsTheFramework(int write) throws Exception {
    town.store.dieAt(write, write % 2 == 0);
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{'array':{'indexes':'0-11%3'}},"
                + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"));
    var unused = town.start("token");

    town.advance(Duration.ofMinutes(10));

    assertThat(town.deaths()).isEqualTo(1);
    assertThat(ended().isSuccess()).isTrue();
    assertThat(tries).hasSize(12);
    assertThat(town.launches().values()).containsOnly(1);
  }
}
