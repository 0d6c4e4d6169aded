package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.http.NoticeJson;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/**
 * What users of other batch schedulers complained about most, in their order: one test each. What
 * they leave to say is said by the tests that are named there.
 */
class ComplaintsTest {

  /** Jobs whose tasks fail, and with which status. */
  private final Map<String, Integer> broken = new HashMap<>();

  private final BatchCluster town = new BatchCluster(this::plan);

  ComplaintsTest() {
    var unused = town.cluster.addAgent("cpus:8;mem:8192;disk:8000");
  }

  private TaskPlan plan(TaskInfo task) {
    Duration span = Duration.ofSeconds(10);
    return broken.containsKey(task.getName())
        ? TaskPlan.exitsAfter(span, broken.get(task.getName()))
        : TaskPlan.finishesAfter(span);
  }

  private JobId job(String id, String more) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s',%s'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}".formatted(id, more)));
    return new JobId(id);
  }

  private void start(JobId job) {
    var unused = town.ask((kernel, now) -> kernel.start(job, Parameters.NONE, now));
  }

  private List<FinishedRun> ended(JobId job) {
    var history = town.ask((kernel, now) -> kernel.view(job, true)).history();
    return history.successful().isEmpty() ? history.failed() : history.successful();
  }

  /** See also DeathTest and LeadershipTest. */
  @Test
  void runsAreLostDoubledOrStuckAfterAFailover() throws Exception {
    JobId job = job("report", "'schedules':[{'id':'s','cron':'* * * * *'}],");
    Instant begin = town.cluster.now();
    for (int i = 0; i < 3; i++) {
      town.advance(Duration.ofSeconds(65));
      town.framework.kill();
      town.cluster.changeMaster();
      town.advance(Duration.ofSeconds(30));
      town.framework.start();
    }
    town.advance(Duration.ofMinutes(1));

    List<Optional<Instant>> fires = ended(job).stream().map(FinishedRun::scheduledFor).toList();
    long due = town.cluster.now().getEpochSecond() / 60 - begin.getEpochSecond() / 60;
    long missed =
        town.ask((kernel, now) -> kernel.view(job, false)).misses().stream()
            .mapToLong(miss -> miss.count())
            .sum();
    assertThat(fires).doesNotHaveDuplicates();
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(fires.size() + missed + town.runs().size()).isEqualTo(due);
  }

  /** See also JobCommandsTest for the logs. */
  @Test
  void thereIsNoHistoryAndNoExitCode() throws Exception {
    broken.put("report", 3);
    JobId job = job("report", "");
    start(job);
    town.advance(Duration.ofSeconds(30));
    town.framework.kill();
    town.framework.start();

    FinishedRun run = ended(job).getFirst();
    Attempt attempt = run.attempts().getFirst();
    assertThat(run.isSuccess()).isFalse();
    assertThat(attempt.ending().orElseThrow().exitCode()).contains(3);
    assertThat(attempt.hostname()).isNotEmpty();
    assertThat(attempt.agentUrl()).as("where its log is").isNotEmpty();
  }

  /** See also WorkflowTest. */
  @Test
  void graphsMixTheRunsOfCyclesLoseEdgesHaveNoFailureBranchAndTakeParentsThatAreNotThere()
      throws Exception {
    broken.put("left", 1);
    JobId first = job("first", "");
    JobId left = job("left", "'dependencies':[{'id':'first'}],");
    JobId alarm = job("alarm", "'batch':{'dependencies':[{'id':'left','on':'notok'}]},");
    start(first);
    town.advance(Duration.ofSeconds(5));
    start(first);
    town.advance(Duration.ofSeconds(5));
    town.framework.kill();
    town.framework.start();
    town.advance(Duration.ofMinutes(1));

    List<Workflow> flows = town.ask((kernel, now) -> kernel.workflows(first));
    assertThat(flows).hasSize(2).allMatch(Workflow::isSuccess);
    assertThat(flows)
        .extracting(flow -> flow.node(alarm).orElseThrow().run().orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(ended(left)).hasSize(2);
    assertThatThrownBy(() -> job("orphan", "'dependencies':[{'id':'nobody'}],"))
        .hasMessageContaining("there is no job nobody");
  }

  /** See also OutputTest and ArrayTest. */
  @Test
  void parametersAreNotTakenWhenARunIsStartedNorHandedDownAChainNorIsThereAFanOut()
      throws Exception {
    JobId first = job("first", "");
    JobId many =
        job(
            "many",
            "'dependencies':[{'id':'first'}],'batch':{'array':{'indexes':'0-4'},"
                + "'successPolicy':{'type':'quorum','count':3}},");
    ObjectNode given =
        new ObjectMapper()
            .readValue("{\"env\":{\"DAY\":\"monday\"},\"payload\":[1]}", ObjectNode.class);
    Parameters parameters = JobReader.parameters(given);
    var unused = town.ask((kernel, now) -> kernel.start(first, parameters, now));
    town.advance(Duration.ofMinutes(1));

    assertThat(ended(many).getFirst().isSuccess()).isTrue();
    assertThat(town.tasks().size()).isGreaterThanOrEqualTo(4);
    assertThat(town.tasks())
        .allSatisfy(
            task ->
                assertThat(variables(task))
                    .containsEntry("DAY", "monday")
                    .containsEntry("PROFFER_PAYLOAD", "[1]"));
  }

  private static Map<String, String> variables(TaskInfo task) {
    Map<String, String> all = new LinkedHashMap<>();
    task.getCommand()
        .getEnvironment()
        .getVariablesList()
        .forEach(variable -> all.put(variable.getName(), variable.getValue()));
    return all;
  }

  /** See also FailurePolicyTest. */
  @Test
  void retriesCannotBeDelayedSpinAndHaveNoLongestTime() throws Exception {
    broken.put("report", 1);
    JobId job = new JobId("report");
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{'retry':{'backoffSeconds':20,'backoffFactor':2},"
                + "'timeouts':{'total':300}},'run':{'cmd':'x','cpus':1,'mem':32,"
                + "'disk':0,'restart':{'policy':'ON_FAILURE'}}}"));
    start(job);
    town.advance(Duration.ofSeconds(25));
    assertThat(town.launched).as("it waits for 20 s").hasSize(1);
    town.advance(Duration.ofMinutes(6));

    assertThat(town.launched.size()).isBetween(3, 4);
    assertThat(ended(job).getFirst().message()).contains("timeouts.total");
  }

  /** See also ArrayScaleTest, RankingTest and 'proffer bench'. */
  @Test
  void hundredsOfJobsAreSlow() throws Exception {
    for (int i = 0; i < 300; i++) {
      String id = "job-" + i;
      var job =
          BatchCluster.job(
              "{'id':'%s','schedules':[{'id':'s','cron':'0 * * * *'}],".formatted(id)
                  + "'run':{'cmd':'x','cpus':0.01,'mem':32,'disk':0}}");
      var unused = town.ask((kernel, now) -> kernel.create(job, now));
    }
    for (int i = 0; i < 4; i++) {
      var unused = town.cluster.addAgent("cpus:8;mem:8192;disk:8000");
    }
    town.cluster.advance(Duration.ofMinutes(61));

    assertThat(town.launched).hasSize(300).doesNotHaveDuplicates();
    assertThat(town.runs()).isEmpty();
  }

  /** See also FairShareTest, BackfillTest, and of room that was made for others PreemptionTest. */
  @Test
  void nobodySaysWhyARunWaitsAndOneThatFitsNowhereBlocksTheRest() throws Exception {
    JobId huge = new JobId("huge");
    town.create(
        BatchCluster.job(
            "{'id':'huge','batch':{'priority':100},"
                + "'run':{'cmd':'x','cpus':100,'mem':32,'disk':0}}"));
    JobId small = job("small", "");
    start(huge);
    start(small);
    town.advance(Duration.ofSeconds(30));

    assertThat(ended(small)).hasSize(1);
    Run waits = town.runs().getFirst();
    assertThat(town.why(waits)).anyMatch(line -> line.contains("needs 100 cpus"));
  }

  /** See also CronTest, CronPropertiesTest and PostmanTest. */
  @Test
  void clocksThatAreChangedRunJobsTwiceOrNeverAndNobodyIsAlerted() throws Exception {
    JobId job =
        job("report", "'schedules':[{'id':'s','cron':'30 2 * * *','timezone':'Europe/Berlin'}],");
    var timetable =
        town.ask((kernel, now) -> kernel.view(job, false))
            .job()
            .schedule()
            .orElseThrow()
            .timetable();
    Instant spring = Instant.parse("2026-03-29T00:00:00Z");
    assertThat(timetable.next(spring)).contains(Instant.parse("2026-03-29T01:00:00Z"));
    Instant autumn = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(timetable.next(autumn.minusSeconds(1))).contains(autumn);
    assertThat(timetable.next(autumn)).contains(Instant.parse("2026-10-26T01:30:00Z"));

    broken.put("report", 1);
    start(job);
    town.advance(Duration.ofSeconds(30));
    assertThat(town.notices).extracting(NoticeJson::type).contains("job_run_failed");
  }
}
