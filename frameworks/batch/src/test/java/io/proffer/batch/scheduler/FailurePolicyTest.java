package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.json.PoolReader;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** What jobs say of failures, of being suspended, and what runs are given. */
class FailurePolicyTest {

  private static final Duration SPAN = Duration.ofSeconds(5);

  private final List<TaskInfo> tasks = new ArrayList<>();
  private ToIntFunction<TaskInfo> exits = task -> 0;
  private final BatchCluster town = new BatchCluster(this::plan);

  FailurePolicyTest() {
    var unused = town.cluster.addAgent("cpus:4;mem:4096;disk:1000;gpus:2");
  }

  private TaskPlan plan(TaskInfo task) {
    tasks.add(task);
    int status = exits.applyAsInt(task);
    return status == 0 ? TaskPlan.finishesAfter(SPAN) : TaskPlan.exitsAfter(SPAN, status);
  }

  private static ObjectNode json(String text) throws Exception {
    return new ObjectMapper().readValue(text.replace('\'', '"'), ObjectNode.class);
  }

  private static Job job(String batch, String run) throws Exception {
    return BatchCluster.job(
        "{'id':'report','batch':{%s},'run':{%s'cmd':'x','cpus':1,'mem':32,'disk':0}}"
            .formatted(batch, run));
  }

  private Run start(String batch, String run) throws Exception {
    town.create(job(batch, run));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
    return town.runs().getFirst();
  }

  private FinishedRun ended() {
    List<FinishedRun> all = new ArrayList<>(town.history().successful());
    all.addAll(town.history().failed());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void theFirstRuleThatFitsSaysWhatFollowsWhateverTheRestartPolicy() throws Exception {
    List<Integer> statuses = List.of(75, 75, 3, 42);
    exits = task -> statuses.get(tasks.size() - 1);
    var unused =
        start(
            "'retry':{'maxRetries':1,'backoffSeconds':1},'failurePolicy':{'rules':["
                + "{'action':'Ignore','exitCodes':[75]},{'action':'Fail','exitCodes':[42,43]},"
                + "{'action':'Retry','reasons':['EXIT']}]}",
            "");
    town.advance(Duration.ofMinutes(2));

    assertThat(tasks).as("two that do not count, one retry, and the end").hasSize(4);
    assertThat(ended().failure()).isEqualTo(Failure.EXIT);
    assertThat(ended().message()).endsWith("its failurePolicy says Fail");
  }

  @Test
  void anIndexFailsAloneOrWithAllOthers() throws Exception {
    exits = task -> task.getTaskId().getValue().endsWith(".2.1") ? 7 : 0;
    var unused =
        start(
            "'array':{'indexes':'0-9%2','maxFailedIndexes':3},'failurePolicy':{'rules':["
                + "{'action':'FailIndex','exitCodes':[7]}]}",
            "'restart':{'policy':'ON_FAILURE'},");
    town.advance(Duration.ofMinutes(2));
    assertThat(ended().isSuccess()).isTrue();
    assertThat(ended().array().orElseThrow().failedIndexes()).isEqualTo("2");
    assertThat(tasks).hasSize(10);
  }

  @Test
  void oneIndexEndsTheWholeArrayWhereARuleSaysFail() throws Exception {
    exits = task -> task.getTaskId().getValue().endsWith(".2.1") ? 7 : 0;
    var unused =
        start(
            "'array':{'indexes':'0-9%2','maxFailedIndexes':9},'failurePolicy':{'rules':["
                + "{'action':'Fail','exitCodes':[7]}]}",
            "'restart':{'policy':'ON_FAILURE'},");
    town.advance(Duration.ofMinutes(2));
    assertThat(ended().isSuccess()).isFalse();
    assertThat(ended().message()).startsWith("index 2: ").endsWith("its failurePolicy says Fail");
    assertThat(tasks.size()).isLessThan(10);
  }

  @Test
  void anAttemptThatHadTooLittleMemoryIsFollowedByOneWithMore() throws Exception {
    var unused =
        start(
            "'retry':{'backoffSeconds':1},'failurePolicy':{'memoryFactor':1.5,'maxMemory':60}",
            "'restart':{'policy':'ON_FAILURE'},");
    outOfMemory(1);
    town.framework.kill();
    town.framework.start();
    outOfMemory(2);
    town.advance(Duration.ofSeconds(30));

    assertThat(tasks).extracting(FailurePolicyTest::memMb).containsExactly(32.0, 48.0, 60.0);
    assertThat(ended().isSuccess()).isTrue();
  }

  private void outOfMemory(int attempt) {
    town.cluster.advanceUntil(() -> tasks.size() == attempt, Duration.ofMinutes(1));
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue(town.launched.getLast()))
            .setState(TaskState.TASK_FAILED)
            .setReason(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY)
            .setMessage("it had too little memory")
            .build();
    var unused =
        town.ask(
            (kernel, now) -> {
              kernel.updated(status, now);
              return true;
            });
  }

  private static double memMb(TaskInfo task) {
    return task.getResourcesList().stream()
        .filter(resource -> resource.getName().equals("mem"))
        .mapToDouble(resource -> resource.getScalar().getValue())
        .sum();
  }

  @Test
  void theNextAttemptKeepsAwayFromTheNodeOfTheLast() throws Exception {
    exits = task -> tasks.size() == 1 ? 1 : 0;
    var unused =
        start(
            "'retry':{'backoffSeconds':1},'failurePolicy':{'avoidNode':true}",
            "'restart':{'policy':'ON_FAILURE'},");
    town.advance(Duration.ofSeconds(20));
    assertThat(tasks).as("there is no other node yet").hasSize(1);
    Run run = town.runs().getFirst();
    assertThat(town.why(run))
        .anyMatch(line -> line.contains("another agent than the one where it was tried"));

    var other = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    town.advance(Duration.ofSeconds(20));
    assertThat(tasks).hasSize(2);
    assertThat(tasks.get(1).getAgentId()).isNotEqualTo(tasks.get(0).getAgentId());
    assertThat(other.running()).isEmpty();
    assertThat(ended().isSuccess()).isTrue();
  }

  @Test
  void aSuspendedJobHasNoRunsByItsScheduleAndWhatIsStartedWaits() throws Exception {
    Run run = start("'suspend':true", "'maxLaunchDelay':60,");
    town.advance(Duration.ofMinutes(5));
    assertThat(tasks).isEmpty();
    assertThat(town.why(run).getFirst()).contains("suspended");

    Job awake = job("", "'maxLaunchDelay':60,");
    var unused = town.ask((kernel, now) -> kernel.update(awake, true, now));
    town.advance(Duration.ofMinutes(1));
    assertThat(ended().isSuccess()).isTrue();
  }

  @Test
  void timesThatASuspendedJobWasDueAreMisses() throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{'suspend':true},'schedules':[{'id':'s','cron':'* * * * *'}],"
                + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"));
    town.advance(Duration.ofMinutes(3));
    assertThat(tasks).isEmpty();
    assertThat(town.ask((kernel, now) -> kernel.view(BatchCluster.JOB, false)).misses())
        .isNotEmpty()
        .allMatch(miss -> miss.reason().equals("its job was suspended"));
  }

  @Test
  void aRunsPayloadIsAVariableOfItsTasks() throws Exception {
    town.create(job("", ""));
    Parameters given = JobReader.parameters(json("{'payload':{'day':[1,2]}}"));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, given, now));
    town.advance(Duration.ofSeconds(5));
    assertThat(tasks.getFirst().getCommand().getEnvironment().getVariablesList())
        .anyMatch(
            variable ->
                variable.getName().equals("PROFFER_PAYLOAD")
                    && variable.getValue().equals("{\"day\":[1,2]}"));
  }

  @Test
  void aPoolLaunchesSoManyAMinute() throws Exception {
    pool("{'quota':{'launchesPerMinute':2}}");
    town.create(job("'array':{'indexes':'0-5'}", ""));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
    town.advance(Duration.ofSeconds(10));
    assertThat(tasks).hasSize(2);
    Run run = town.runs().getFirst();
    assertThat(town.why(run)).contains("pool default may launch no more a minute: 2");

    town.advance(Duration.ofMinutes(1));
    assertThat(tasks.size()).isBetween(3, 5);
    town.advance(Duration.ofMinutes(3));
    assertThat(ended().isSuccess()).isTrue();
  }

  @Test
  void aPoolLaunchesNoMoreWhenAnotherProcessTakesOver() throws Exception {
    pool("{'quota':{'launchesPerMinute':2}}");
    town.create(job("'array':{'indexes':'0-5'}", ""));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
    town.advance(Duration.ofSeconds(5));

    town.framework.kill();
    town.framework.start();
    town.advance(Duration.ofSeconds(10));

    assertThat(tasks).hasSize(2);
  }

  @Test
  void aPoolUsesSoManyGpus() throws Exception {
    pool("{'quota':{'gpus':1}}");
    town.create(job("'array':{'indexes':'0-3'}", "'gpus':1,"));
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, Parameters.NONE, now));
    town.cluster.advance(Duration.ofSeconds(2));
    assertThat(tasks).hasSize(1);
    Run run = town.runs().getFirst();
    assertThat(town.why(run)).contains("pool default may use no more at a time: gpus: 1");
  }

  private void pool(String text) throws Exception {
    Pool pool = PoolReader.read(json(text), "default");
    var unused = town.ask((kernel, now) -> kernel.setPool(pool, now));
  }
}
