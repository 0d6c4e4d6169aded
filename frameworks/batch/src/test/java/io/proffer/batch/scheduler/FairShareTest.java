package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.RunView;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Users share as their pool says, and everybody is told where they stand. */
class FairShareTest {

  private final BatchCluster town = new BatchCluster(TaskPlan.finishesAfter(Duration.ofMinutes(2)));

  private void job(String id, String more) throws Exception {
    job(id, 1, more);
  }

  private void job(String id, int cpus, String more) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s','batch':{%s},'run':{'cmd':'x','cpus':%d,'mem':32,'disk':0}}"
                .formatted(id, more, cpus)));
  }

  private String start(String job, int times) {
    String last = "";
    for (int i = 0; i < times; i++) {
      RunView view = town.ask((kernel, now) -> kernel.start(new JobId(job), Parameters.NONE, now));
      last =
          switch (view) {
            case RunView.Active active -> active.run().id();
            case RunView.Finished finished -> finished.run().id();
          };
    }
    return last;
  }

  private Map<String, Long> running() {
    return town.runs().stream()
        .filter(run -> run.active().isPresent())
        .collect(
            Collectors.groupingBy(run -> run.job().value(), TreeMap::new, Collectors.counting()));
  }

  @Test
  void usersHaveWhatTheirSharesSayHoweverMuchTheyAskFor() throws Exception {
    pool(Map.of("alice", 2.0), Pool.Quota.NONE, Pool.Quota.NONE);
    job("a", "'user':'alice'");
    job("b", "'user':'bob'");
    var unused = start("b", 60);
    unused = start("a", 30);

    var agent = town.cluster.addAgent("cpus:12;mem:4096;disk:1000");
    town.advance(Duration.ofSeconds(60));

    assertThat(running()).isEqualTo(Map.of("a", 8L, "b", 4L));
    assertThat(agent.running()).hasSize(12);
  }

  @Test
  void whatOneDoesNotUseOthersMayUntilItIsAskedFor() throws Exception {
    job("a", "'user':'alice'");
    job("b", "'user':'bob'");
    var agent = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    var unused = start("a", 8);
    town.advance(Duration.ofSeconds(60));
    assertThat(running()).isEqualTo(Map.of("a", 4L));

    unused = start("b", 4);
    town.advance(Duration.ofMinutes(2));

    assertThat(running())
        .as("though alice's have waited longer")
        .isEqualTo(Map.of("a", 2L, "b", 2L));
    assertThat(agent.running()).hasSize(4);
  }

  @Test
  void prioritiesOrderTheRunsOfOneUserAndAQuotaHoldsThem() throws Exception {
    pool(
        Map.of(),
        Pool.Quota.NONE,
        new Pool.Quota(
            Optional.of(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    job("low", "'user':'alice','priority':10");
    job("high", "'user':'alice','priority':90");
    var agent = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    String low = start("low", 1);
    town.advance(Duration.ofSeconds(20));
    String waits = start("low", 1);
    var unused = start("high", 1);
    assertThat(why("low", waits))
        .contains("it is number 2 of 2 that wait in pool default")
        .anyMatch(line -> line.startsWith("user alice, whose share is 1, uses 25.0 %"))
        .contains("a user of pool default may use no more at a time: runs: 1");
    assertThat(agent.running()).hasSize(1);

    town.advance(Duration.ofMinutes(2));

    assertThat(low).isNotEqualTo(waits);
    assertThat(running()).isEqualTo(Map.of("high", 1L));
  }

  @Test
  void oneThatFitsNowhereKeepsNobodyWaiting() throws Exception {
    job("huge", 100, "'user':'alice','priority':100");
    job("small", "'user':'alice'");
    String huge = start("huge", 1);
    var unused = start("small", 1);
    var agent = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    town.advance(Duration.ofSeconds(30));

    assertThat(running()).isEqualTo(Map.of("small", 1L));
    assertThat(agent.running()).hasSize(1);
    assertThat(why("huge", huge)).anyMatch(line -> line.contains("cpus"));
  }

  private void pool(Map<String, Double> shares, Pool.Quota quota, Pool.Quota userQuota) {
    Pool pool = new Pool("default", 1, shares, quota, userQuota, Duration.ofHours(6));
    var unused = town.ask((kernel, now) -> kernel.setPool(pool, now));
  }

  private List<String> why(String job, String runId) {
    return town.ask(
        (kernel, now) ->
            kernel.runs().stream()
                .filter(run -> run.id().equals(runId) && run.job().value().equals(job))
                .findFirst()
                .map(run -> kernel.why(run, now))
                .orElseThrow());
  }
}
