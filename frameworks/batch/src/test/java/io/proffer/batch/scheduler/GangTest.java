package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Pool;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that begin together or not at all. */
class GangTest {

  private static final String AGENT = "cpus:4;mem:4096;disk:1000";

  /** How often tasks fail before they end well, by their jobs and indexes. */
  private final Map<String, Integer> failures = new HashMap<>();

  private Duration span = Duration.ofMinutes(1);

  private BatchCluster town(String role) {
    return new BatchCluster(role, this::plan);
  }

  private TaskPlan plan(TaskInfo task) {
    List<String> parts = List.of(task.getTaskId().getValue().split("\\.", -1));
    String index = task.getName() + "." + parts.get(parts.size() - 2);
    boolean fails = failures.merge(index, -1, Integer::sum) >= 0;
    return fails ? TaskPlan.exitsAfter(Duration.ofSeconds(10), 1) : TaskPlan.finishesAfter(span);
  }

  private static void job(BatchCluster town, String id, String batch) throws Exception {
    job(town, id, batch, "");
  }

  private static void job(BatchCluster town, String id, String batch, String run) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{%s'cmd':'x','cpus':1,'mem':32,'disk':0}}"
                .formatted(id, batch, run)));
  }

  private static HistorySummary history(BatchCluster town, String job) {
    return town.ask((kernel, now) -> kernel.view(new JobId(job), true).history());
  }

  private static int running(List<TestAgent> agents, String job) {
    return (int)
        agents.stream()
            .flatMap(agent -> agent.running().stream())
            .filter(task -> task.value().startsWith(job + "."))
            .count();
  }

  private static List<TestAgent> agents(BatchCluster town, int count) {
    List<TestAgent> agents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      agents.add(town.cluster.addAgent(AGENT));
    }
    return agents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "batch"})
  void allTasksBeginTogetherWhenThereIsRoomAndNoneBefore(String role) throws Exception {
    BatchCluster town = town(role);
    List<TestAgent> agents = agents(town, 2);
    job(town, "other", "");
    job(town, "gang", "'gang':{'size':8}");
    for (int i = 0; i < 3; i++) {
      var unused = town.begin("other");
    }
    town.advance(Duration.ofSeconds(10));
    String run = town.begin("gang");

    town.advance(Duration.ofSeconds(20));
    assertThat(running(agents, "gang")).isZero();
    assertThat(town.why(run))
        .contains("its gang needs room for 8 tasks at once")
        .contains("room is gathered for it until");

    town.advance(Duration.ofMinutes(1));
    assertThat(running(agents, "gang")).isEqualTo(8);
    town.advance(Duration.ofMinutes(2));

    assertThat(history(town, "gang").successCount()).isEqualTo(1);
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(town.store.names()).noneMatch(name -> name.startsWith("gang."));
    assertThat(town.store.names()).noneMatch(name -> name.startsWith("lease."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "batch"})
  void gangsOfWhichEachFitsAloneDoNotWaitForEachOther(String role) throws Exception {
    BatchCluster town = town(role);
    List<TestAgent> agents = agents(town, 3);
    for (String gang : List.of("a", "b", "c")) {
      job(town, gang, "'gang':{'size':7}");
      var unused = town.begin(gang);
    }
    town.advance(Duration.ofMinutes(6));

    for (String gang : List.of("a", "b", "c")) {
      assertThat(history(town, gang).successCount()).as(gang).isEqualTo(1);
    }
    assertThat(running(agents, "")).isZero();
    assertThat(town.launches().values()).containsOnly(1);
  }

  @Test
  void whatIsReservedForAGangOutlivesTheProcessAndIsGivenBackInTheEnd() throws Exception {
    span = Duration.ofMinutes(3);
    BatchCluster town = town("batch");
    List<TestAgent> agents = agents(town, 2);
    job(town, "other", "");
    job(town, "gang", "'gang':{'size':8}");
    for (int i = 0; i < 4; i++) {
      var unused = town.begin("other");
    }
    town.advance(Duration.ofSeconds(30));
    String run = town.begin("gang");
    town.advance(Duration.ofSeconds(30));
    assertThat(town.why(run)).contains("is reserved for 4");

    town.framework.kill();
    town.cluster.advance(Duration.ofSeconds(5));
    town.framework.start();
    town.advance(Duration.ofSeconds(30));
    assertThat(town.why(run)).contains("is reserved for 4");
    var late = town.begin("other");
    town.advance(Duration.ofSeconds(30));
    assertThat(running(agents, "other")).as("nobody else takes it").isEqualTo(4);
    assertThat(town.why(late)).isNotEmpty();

    town.advance(Duration.ofMinutes(3));
    assertThat(running(agents, "gang")).isEqualTo(8);
    town.advance(Duration.ofMinutes(8));
    assertThat(history(town, "gang").successCount()).isEqualTo(1);
    assertThat(history(town, "other").successCount()).isEqualTo(5);
    assertThat(town.launches().values()).containsOnly(1);
  }

  @Test
  void aGangThatCanNeverFitIsRefusedWithTheReason() throws Exception {
    BatchCluster town = town("*");
    String oneHost = agents(town, 3).getFirst().name();
    job(town, "small", "");
    var known = town.begin("small");
    town.advance(Duration.ofSeconds(20));
    job(town, "huge", "'gang':{'size':13}");
    job(town, "rich", "'pool':'poor','gang':{'size':8}");
    town.create(
        BatchCluster.job(
            "{'id':'wide','batch':{'gang':{'size':7}},"
                + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':400}}"));
    job(
        town,
        "close",
        "'gang':{'size':5}",
        "'placement':{'constraints':[{'attribute':'@hostname','operator':'IS','value':'%s'}]},"
            .formatted(oneHost));
    Pool.Quota quota =
        new Pool.Quota(
            Optional.of(7), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Pool poor = new Pool("poor", 1, Map.of(), quota, Pool.Quota.NONE, Duration.ofHours(6));
    var pool = town.ask((kernel, now) -> kernel.setPool(poor, now));

    assertThat(known).isNotEmpty();
    assertThat(pool.pool()).isEqualTo(poor);
    assertThatThrownBy(() -> town.begin("huge"))
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("has room for 12 such tasks, and 13 are needed at once");
    assertThatThrownBy(() -> town.begin("wide"))
        .hasMessageContaining("has room for 6 such tasks, and 7 are needed at once");
    assertThatThrownBy(() -> town.begin("close"))
        .hasMessageContaining(
            "has room for 4 such tasks where its constraints let them run, and 5 are needed");
    assertThatThrownBy(() -> town.begin("rich"))
        .hasMessageContaining("pool poor may never use as much: runs: 7");
  }

  @Test
  void aGangBeginsAnewAsOneWhenATaskOfItFails() throws Exception {
    BatchCluster town = town("*");
    List<TestAgent> agents = agents(town, 1);
    failures.put("gang.2", 1);
    job(town, "gang", "'gang':{'size':4}", "'restart':{'policy':'ON_FAILURE'},");
    var run = town.begin("gang");
    town.advance(Duration.ofMinutes(5));

    assertThat(history(town, "gang").successCount()).as(run).isEqualTo(1);
    assertThat(town.launched).hasSize(8).doesNotHaveDuplicates();
    assertThat(town.launched.subList(4, 8)).allMatch(task -> task.endsWith(".2"));
    assertThat(running(agents, "gang")).isZero();
  }

  @Test
  void aGangWhoseTaskFailsFailsAsOneWhereNothingIsTriedAgain() throws Exception {
    BatchCluster town = town("*");
    List<TestAgent> agents = agents(town, 1);
    failures.put("gang.2", 1);
    job(town, "gang", "'gang':{'size':4}");
    var run = town.begin("gang");
    town.advance(Duration.ofMinutes(1));

    FinishedRun failed = history(town, "gang").failed().getFirst();
    assertThat(failed.id()).isEqualTo(run);
    assertThat(failed.message()).startsWith("index 2: ");
    assertThat(running(agents, "gang")).isZero();
    assertThat(town.launched).hasSize(4);
  }

  @Test
  void anElasticGangBeginsWithWhatItNeedsGrowsAndOutlivesATask() throws Exception {
    span = Duration.ofMinutes(3);
    BatchCluster town = town("*");
    List<TestAgent> agents = new ArrayList<>(agents(town, 1));
    failures.put("gang.0", 1);
    job(town, "gang", "'gang':{'size':6,'minAvailable':3}", "'restart':{'policy':'ON_FAILURE'},");
    var run = town.begin("gang");
    town.advance(Duration.ofSeconds(5));
    assertThat(running(agents, "gang")).isEqualTo(4);
    agents.addAll(agents(town, 1));
    town.advance(Duration.ofSeconds(30));
    assertThat(running(agents, "gang")).isEqualTo(6);

    town.advance(Duration.ofMinutes(6));

    assertThat(history(town, "gang").successCount()).as(run).isEqualTo(1);
    assertThat(town.launched).hasSize(7);
    assertThat(town.launched.stream().filter(task -> task.endsWith(".2"))).hasSize(1);
  }

  @Test
  void aGangThatDoesNotRunInTimeIsRequeuedAndThatIsNoFailure() throws Exception {
    BatchCluster town = town("*");
    List<TestAgent> agents = agents(town, 2);
    job(town, "gang", "'gang':{'size':8,'startTimeoutSeconds':20}");
    agents.get(1).cutOff();
    town.cluster.advance(Duration.ofSeconds(1));
    var run = town.begin("gang");
    town.advance(Duration.ofSeconds(30));
    assertThat(running(agents, "gang")).as("the four that began are ended").isZero();

    agents.get(1).reconnect();
    town.advance(Duration.ofMinutes(10));

    assertThat(history(town, "gang").successCount()).as(run).isEqualTo(1);
    assertThat(history(town, "gang").failureCount()).isZero();
  }

  /** The writes: the job, the run, the lease, the launch, and what is told of it. */
  @ParameterizedTest
  @CsvSource({
    "3,false",
    "3,true",
    "4,false",
    "4,true",
    "5,false",
    "5,true",
    "6,false",
    "6,true",
    "7,false",
    "7,true",
    "8,false",
    "8,true",
    "10,false",
    "10,true",
    "13,false",
    "13,true"
  })
  void aGangRunsOnceWhicheverWriteKillsTheFramework(int write, boolean written) throws Exception {
    BatchCluster town = town("batch");
    List<TestAgent> agents = agents(town, 2);
    town.store.dieAt(write, written);
    job(town, "gang", "'gang':{'size':6}");
    var run = town.begin("gang");
    town.advance(Duration.ofMinutes(20));

    HistorySummary history = history(town, "gang");
    assertThat(history.successCount()).as(run).isGreaterThanOrEqualTo(1);
    assertThat(history.failureCount()).isZero();
    assertThat(town.launches().values()).containsOnly(1);
    assertThat(running(agents, "")).isZero();
  }

  @Test
  void whatEndsBeforeAGangIsToBeginMayUseWhatIsGathered() throws Exception {
    span = Duration.ofMinutes(4);
    BatchCluster town = town("batch");
    List<TestAgent> agents = agents(town, 2);
    job(town, "long", "'timeouts':{'run':300}");
    job(town, "gang", "'gang':{'size':8}");
    job(town, "short", "'timeouts':{'run':60}");
    job(town, "unlimited", "");
    for (int i = 0; i < 4; i++) {
      var unused = town.begin("long");
    }
    town.advance(Duration.ofSeconds(15));
    String gang = town.begin("gang");
    town.advance(Duration.ofSeconds(30));
    assertThat(town.why(gang)).contains("is reserved for 4");

    span = Duration.ofSeconds(40);
    var unused = town.begin("short");
    unused = town.begin("unlimited");
    town.advance(Duration.ofSeconds(20));

    assertThat(running(agents, "short")).as("lent").isEqualTo(1);
    assertThat(running(agents, "unlimited")).isZero();
    town.advance(Duration.ofMinutes(15));
    for (String job : List.of("gang", "short", "unlimited")) {
      assertThat(history(town, job).successCount()).as(job).isEqualTo(1);
    }
    assertThat(town.launches().values()).containsOnly(1);
  }
}
