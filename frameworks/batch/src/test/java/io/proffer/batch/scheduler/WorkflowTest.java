package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.kernel.WorkflowId;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that come after others, in one pass through their graph at a time. */
class WorkflowTest {

  private static final JobId EXTRACT = new JobId("extract");

  /** Jobs whose tasks fail. */
  private final Set<String> broken = new LinkedHashSet<>();

  private final BatchCluster town = new BatchCluster(this::plan);

  WorkflowTest() {
    var unused = town.cluster.addAgent("cpus:8;mem:4096;disk:1000");
  }

  private TaskPlan plan(TaskInfo task) {
    Duration span = Duration.ofSeconds(10);
    return broken.contains(task.getName())
        ? TaskPlan.exitsAfter(span, 1)
        : TaskPlan.finishesAfter(span);
  }

  private void job(String id, String more) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s',%s'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}".formatted(id, more)));
  }

  private static String after(String... edges) {
    StringBuilder out = new StringBuilder("'batch':{'dependencies':[");
    for (String edge : edges) {
      String[] parts = edge.split(" ", -1);
      out.append("{'id':'%s','on':'%s'},".formatted(parts[1], parts[0]));
    }
    out.setLength(out.length() - 1);
    return out.append("]},").toString();
  }

  /** extract, then left and right, then load; alarm if left fails; sweep at the end. */
  private void diamond() throws Exception {
    job("extract", "");
    job("left", "'dependencies':[{'id':'extract'}],");
    job("right", after("ok extract"));
    job("load", after("ok left", "ok right"));
    job("alarm", after("notok left"));
    job("sweep", after("any load", "any alarm"));
  }

  private WorkflowId start() {
    Parameters given =
        new Parameters(
            Map.of("DAY", "monday"), Optional.empty(), List.of(), Map.of(), Optional.of("t"));
    var unused = town.ask((kernel, now) -> kernel.start(EXTRACT, given, now));
    return workflows().getFirst().id();
  }

  private List<Workflow> workflows() {
    return town.ask((kernel, now) -> kernel.workflows(EXTRACT));
  }

  private Workflow workflow(WorkflowId id) {
    return town.ask((kernel, now) -> kernel.workflow(id));
  }

  private Map<String, String> statuses(WorkflowId id) {
    Map<String, String> statuses = new TreeMap<>();
    workflow(id).nodes().forEach((job, node) -> statuses.put(job.value(), node.status().name()));
    return statuses;
  }

  @Test
  void jobsRunOnceEachAfterWhatTheyComeAfter() throws Exception {
    diamond();

    WorkflowId id = start();
    town.advance(Duration.ofMinutes(2));

    assertThat(statuses(id))
        .isEqualTo(
            Map.of(
                "extract", "OK", "left", "OK", "right", "OK", "load", "OK", "alarm", "SKIPPED",
                "sweep", "OK"));
    assertThat(workflow(id).finishedAt()).isPresent();
    assertThat(workflow(id).isSuccess()).isTrue();
    assertThat(town.launched.stream().map(task -> task.substring(0, task.indexOf('.'))))
        .containsExactly("extract", "left", "right", "load", "sweep");
  }

  @Test
  void aFailureTakesItsOwnBranchAndRestartGoesOnFromThere() throws Exception {
    diamond();
    broken.add("left");

    WorkflowId id = start();
    town.advance(Duration.ofMinutes(2));

    assertThat(statuses(id))
        .containsEntry("left", "FAILED")
        .containsEntry("load", "SKIPPED")
        .containsEntry("alarm", "OK")
        .containsEntry("sweep", "OK");
    assertThat(workflow(id).isSuccess()).as("its failure was seen to").isTrue();

    broken.clear();
    var unused = town.ask((kernel, now) -> kernel.restart(id, now));
    town.advance(Duration.ofMinutes(2));

    assertThat(statuses(id)).containsEntry("left", "OK").containsEntry("load", "OK");
    assertThat(town.launched.stream().filter(task -> task.startsWith("right."))).hasSize(1);
    assertThat(town.launched.stream().filter(task -> task.startsWith("left."))).hasSize(2);
  }

  @Test
  void somebodyMaySayThatAFailedJobIsDone() throws Exception {
    job("extract", "");
    job("load", after("ok extract"));
    broken.add("extract");
    WorkflowId id = start();
    town.advance(Duration.ofMinutes(1));
    assertThat(workflow(id).isSuccess()).isFalse();

    var unused = town.ask((kernel, now) -> kernel.succeed(id, EXTRACT, now));
    town.advance(Duration.ofMinutes(1));

    assertThat(statuses(id)).isEqualTo(Map.of("extract", "OK", "load", "OK"));
  }

  @Test
  void passesThroughTheSameGraphDoNotMix() throws Exception {
    job("extract", "");
    job("other", "");
    job("load", after("ok extract", "ok other"));
    WorkflowId first = start();
    var unused = town.ask((kernel, now) -> kernel.start(EXTRACT, Parameters.NONE, now));
    town.advance(Duration.ofMinutes(2));

    assertThat(statuses(first)).isEqualTo(Map.of("extract", "OK", "other", "OK", "load", "OK"));
    assertThat(town.launched.stream().filter(task -> task.startsWith("load."))).hasSize(2);
    assertThat(town.launched.stream().filter(task -> task.startsWith("other."))).hasSize(2);
    assertThat(workflows()).hasSize(2).allMatch(Workflow::isSuccess);
  }

  @Test
  void stoppingEndsWhatRunsAndLeavesOutWhatWaits() throws Exception {
    diamond();
    WorkflowId id = start();
    town.advance(Duration.ofSeconds(5));

    var unused = town.ask((kernel, now) -> kernel.stop(id, now));
    town.advance(Duration.ofMinutes(1));

    assertThat(statuses(id)).containsEntry("extract", "FAILED").containsEntry("load", "SKIPPED");
    assertThat(town.launched).hasSize(1);
    assertThat(town.runs()).isEmpty();
  }

  @Test
  void cyclesAndUnknownParentsAreRefused() throws Exception {
    job("extract", "");
    job("load", after("ok extract"));

    assertThatThrownBy(() -> job("x", after("ok nobody")))
        .hasRootCauseMessage("there is no job nobody");
    var cyclic =
        BatchCluster.job(
            "{'id':'extract','dependencies':[{'id':'load'}],"
                + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}");
    assertThatThrownBy(() -> town.ask((kernel, now) -> kernel.update(cyclic, false, now)))
        .hasRootCauseMessage("jobs would wait for each other: extract after load after extract");
    assertThatThrownBy(() -> town.ask((kernel, now) -> kernel.remove(EXTRACT, true, now)))
        .hasRootCauseMessage("Jobs come after it: load");
  }

  /** The process dies at one of the writes of a pass: jobs, runs, their ends, what follows. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
  void everyJobRunsOnceWhicheverWriteKillsTheFramework(int write) throws Exception {
    town.store.dieAt(write, write % 2 == 0);
    job("extract", "");
    job("load", after("ok extract"));

    WorkflowId id = start();
    town.advance(Duration.ofMinutes(3));

    assertThat(town.deaths()).isEqualTo(1);
    assertThat(statuses(id)).isEqualTo(Map.of("extract", "OK", "load", "OK"));
    assertThat(town.launched).hasSize(2);
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(workflows()).hasSize(1);
  }
}
