package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import io.proffer.sdk.testkit.TaskPlan;
import io.proffer.sdk.testkit.TestAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks of those who have more than their share end for those who have less. */
class PreemptionTest {

  private static final String AGAIN = "'restart':{'policy':'ON_FAILURE'},";
  private static final Preemption SOON =
      new Preemption(0.25, Duration.ofMinutes(1), Duration.ofSeconds(20), 10, 3);

  private final BatchCluster town = new BatchCluster(PreemptionTest::plan);
  private final TestAgent agent = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");

  private static TaskPlan plan(TaskInfo task) {
    return TaskPlan.finishesAfter(
        task.getName().equals("short") ? Duration.ofMinutes(2) : Duration.ofHours(2));
  }

  private void pool(Preemption how) {
    Pool pool = Pool.unlimited("default").with(how);
    var unused = town.ask((kernel, now) -> kernel.setPool(pool, now));
  }

  private void job(String id, String user, int cpus, String run, String batch) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{'user':'%s'%s},'run':{%s'cmd':'x','cpus':%d,'mem':32,'disk':0}}"
                .formatted(id, user, batch, run, cpus)));
  }

  private void job(String id, String user, int cpus, String run) throws Exception {
    job(id, user, cpus, run, "");
  }

  private Map<String, Long> running() {
    return agent.running().stream()
        .collect(
            Collectors.groupingBy(
                task -> task.value().substring(0, task.value().indexOf('.')),
                TreeMap::new,
                Collectors.counting()));
  }

  private Run find(String id) {
    return town.runs().stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
  }

  /** Alice has all there is; the last one was launched a while after the others. */
  private List<String> aliceHasAll() throws Exception {
    job("long", "alice", 1, AGAIN);
    String first = town.begin("long");
    String second = town.begin("long");
    String third = town.begin("long");
    town.advance(Duration.ofMinutes(1));
    String last = town.begin("long");
    town.advance(Duration.ofMinutes(2));
    assertThat(running()).isEqualTo(Map.of("long", 4L));
    return List.of(first, second, third, last);
  }

  @Test
  void whoHasLessThanItsShareHasRoomMadeForIt() throws Exception {
    pool(SOON);
    List<String> long4 = aliceHasAll();
    job("short", "bob", 1, "");
    String waits = town.begin("short");
    town.advance(Duration.ofSeconds(10));
    assertThat(running()).as("it has not waited for long").isEqualTo(Map.of("long", 4L));

    town.advance(Duration.ofSeconds(40));

    assertThat(running()).isEqualTo(Map.of("long", 3L, "short", 1L));
    Run victim = find(long4.getLast());
    Attempt ended = victim.last().orElseThrow();
    assertThat(ended.ending().orElseThrow().failure()).isEqualTo(Failure.PREEMPTED);
    assertThat(ended.ending().orElseThrow().message())
        .isEqualTo("it was ended to make room for short." + waits);
    assertThat(victim.charged() + victim.uncharged()).as("it is no failure").isZero();
    assertThat(town.why(victim.id()))
        .contains("attempt 1 has made room for another run at ")
        .contains("it was ended to make room for short." + waits);

    town.advance(Duration.ofMinutes(3));
    assertThat(running()).as("it runs again").isEqualTo(Map.of("long", 4L));
    assertThat(find(long4.getLast()).attempts()).hasSize(2);
    assertThat(town.launches().values()).containsOnly(1);
  }

  @Test
  void noMoreIsEndedThanTheGapBetweenUsersAllows() throws Exception {
    pool(SOON);
    var unused = aliceHasAll();
    job("short", "bob", 1, "");
    for (int i = 0; i < 4; i++) {
      unused = List.of(town.begin("short"));
    }
    town.advance(Duration.ofMinutes(1));

    assertThat(running())
        .as("a third would give bob 1.5 shares, and take from alice's one")
        .isIn(Map.of("long", 3L, "short", 1L), Map.of("long", 2L, "short", 2L));
    assertThat(running().get("long")).isGreaterThanOrEqualTo(2);
    assertThat(
            town.runs().stream()
                .filter(run -> run.job().value().equals("short") && run.active().isEmpty())
                .map(run -> town.why(run.id())))
        .anyMatch(why -> why.contains("no task is ended for it: its user would have"));
  }

  @Test
  void roomForALargeRunIsMadeOfSeveralTasksAndKeptForIt() throws Exception {
    pool(SOON);
    var unused = aliceHasAll();
    job("short", "bob", 2, "");
    job("small", "carol", 1, "");
    String large = town.begin("short");
    town.advance(Duration.ofSeconds(15));
    var small = town.begin("small");
    town.advance(Duration.ofSeconds(20));

    assertThat(running()).as(small).containsEntry("short", 1L);
    assertThat(town.why(large)).contains("attempt 1 is on");
    assertThat(running().getOrDefault("long", 0L)).isLessThanOrEqualTo(2);
  }

  @Test
  void whatMayNotRunAgainOrHasJustBegunOrNeedNotEndGoesOn() throws Exception {
    pool(SOON);
    job("once", "alice", 1, "");
    job("gang", "alice", 1, AGAIN, ",'gang':{'size':2}");
    var unused = town.begin("once");
    unused = town.begin("gang");
    town.advance(Duration.ofMinutes(3));
    job("new", "alice", 1, AGAIN);
    unused = town.begin("new");
    town.advance(Duration.ofSeconds(5));
    job("short", "bob", 1, "");
    String waits = town.begin("short");
    town.advance(Duration.ofSeconds(35));
    Map<String, Long> before = Map.of("once", 1L, "gang", 2L, "new", 1L);
    assertThat(running()).as(unused).isEqualTo(before);
    assertThat(town.why(waits)).contains("has run for 60 s and may be tried again is ended");

    town.advance(Duration.ofSeconds(40));

    assertThat(running()).isEqualTo(Map.of("once", 1L, "gang", 2L, "short", 1L));
  }

  @Test
  void nothingIsEndedWhereThePoolDoesNotSaySo() throws Exception {
    var unused = aliceHasAll();
    job("short", "bob", 1, "");
    unused = List.of(town.begin("short"));
    town.advance(Duration.ofMinutes(10));

    assertThat(running()).isEqualTo(Map.of("long", 4L));
  }

  @Test
  void noRunIsEndedMoreOftenThanThePoolSays() throws Exception {
    pool(new Preemption(0, Duration.ofSeconds(10), Duration.ZERO, 10, 1));
    job("long", "alice", 4, AGAIN);
    job("short", "bob", 1, "");
    String only = town.begin("long");
    town.advance(Duration.ofMinutes(1));
    var unused = town.begin("short");
    town.advance(Duration.ofMinutes(4));
    assertThat(find(only).attempts()).hasSize(2);
    assertThat(running()).isEqualTo(Map.of("long", 1L));

    unused = town.begin("short");
    town.advance(Duration.ofMinutes(4));

    assertThat(running()).as(unused + " waits").isEqualTo(Map.of("long", 1L));
  }

  @Test
  void indexesOfAnArrayAreEndedOneByOneAndComeBack() throws Exception {
    pool(SOON);
    job("wide", "alice", 1, AGAIN, ",'array':{'indexes':'0-3'}");
    var array = town.begin("wide");
    town.advance(Duration.ofMinutes(2));
    job("short", "bob", 1, "");
    var unused = town.begin("short");
    town.advance(Duration.ofSeconds(50));
    assertThat(running()).as(array + unused).isEqualTo(Map.of("wide", 3L, "short", 1L));

    town.advance(Duration.ofMinutes(3));

    assertThat(running()).isEqualTo(Map.of("wide", 4L));
    assertThat(town.launched).anyMatch(task -> task.endsWith(".2"));
    assertThat(town.launches().values()).containsOnly(1);
  }

  /** The writes: what is decided, what is told of the end, that the other one is to be launched. */
  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false"})
  void nobodyElseIsEndedWhenTheFrameworkDiesMeanwhile(int write, boolean written) throws Exception {
    pool(SOON);
    List<String> all = aliceHasAll();
    job("short", "bob", 1, "");
    String waits = town.begin("short");
    town.advance(Duration.ofSeconds(10));
    town.store.dieIn(write, written);

    town.advance(Duration.ofMinutes(3));

    HistorySummary history =
        town.ask((kernel, now) -> kernel.view(new JobId("short"), true).history());
    assertThat(history.successCount() + running().getOrDefault("short", 0L)).as(waits).isEqualTo(1);
    assertThat(all.stream().map(this::find).mapToInt(run -> run.attempts().size()).sum())
        .isIn(4, 5);
    assertThat(town.deaths()).isEqualTo(1);
    assertThat(town.launches().values()).containsOnly(1);
  }
}
