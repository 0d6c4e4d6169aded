package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order in which runs are placed. */
class RankingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final int USERS = 20;

  /** Jobs that differ in their ids only are read once. */
  private final Map<String, Job> jobs = new HashMap<>();

  private Run run(String user, int number, double cpus) throws Exception {
    String json =
        "{'id':'j','batch':{'user':'%s'},'run':{'cmd':'x','cpus':%s,'mem':32,'disk':0}}"
            .formatted(user, cpus)
            .replace('\'', '"');
    Job known = jobs.get(json);
    if (known == null) {
      known =
          JobReader.job(
              (ObjectNode) new ObjectMapper().readTree(json),
              Optional.empty(),
              JobReader.Schedules.TAKEN);
      jobs.put(json, known);
    }
    Job job = known.withId(new JobId("j" + number));
    return Run.begin(job, "20260301000000AAAAA", Parameters.NONE, Optional.empty(), false, NOW);
  }

  /** Each of 20 users with another share and unlike tasks: a full cluster goes by their shares. */
  @Test
  void aFullClusterGoesByTheSharesOfItsUsers() throws Exception {
    Map<String, Double> shares = new HashMap<>();
    List<Run> waiting = new ArrayList<>();
    double all = 0;
    for (int user = 1; user <= USERS; user++) {
      shares.put("u" + user, (double) user);
      all += user;
      for (int i = 0; i < 4_000; i++) {
        waiting.add(run("u" + user, user * 10_000 + i, 0.5 + user % 3 * 0.5));
      }
    }
    Pool pool =
        new Pool("default", 1, shares, Pool.Quota.NONE, Pool.Quota.NONE, Duration.ofHours(1));
    FairShare share =
        new FairShare(
            name -> pool, name -> new Usage(name, NOW, Map.of()), run -> Amount.of(run.spec()));
    double capacity = 20_000;

    Map<String, Double> has = new HashMap<>();
    double used = 0;
    Amount whole = new Amount(0, capacity, 1e9, 1e9, 0);
    for (FairShare.Ranked next : share.ranked(waiting, Map.of(), whole)) {
      double cpus = next.run().spec().cpus();
      if (used + cpus <= capacity) {
        used += cpus;
        has.merge(next.who().user(), cpus, Double::sum);
      }
    }

    for (int user = 1; user <= USERS; user++) {
      double due = Math.min(capacity * user / all, 4_000 * (0.5 + user % 3 * 0.5));
      assertThat(has.getOrDefault("u" + user, 0.0) / due).as("user " + user).isBetween(0.98, 1.10);
    }
  }

  /** The first placement goes to who has least; runs of a user keep their order. */
  @Test
  void whoHasLeastIsNextAndPastUseCounts() throws Exception {
    List<Run> waiting = List.of(run("a", 1, 1), run("a", 2, 1), run("b", 3, 1), run("c", 4, 1));
    Usage usage = new Usage("default", NOW, Map.of("c", 0.05));
    FairShare share = new FairShare(Pool::unlimited, name -> usage, run -> Amount.of(run.spec()));
    Map<FairShare.Who, Amount> used =
        Map.of(new FairShare.Who("default", "a"), new Amount(1, 1, 32, 0, 0));

    List<String> order =
        share.ranked(waiting, used, new Amount(0, 10, 1_000, 1_000, 0)).stream()
            .map(ranked -> ranked.run().job().value())
            .toList();

    assertThat(order).containsExactly("j3", "j4", "j1", "j2");
  }

  @Test
  void pastUseHalvesInItsHalfLife() {
    Pool pool = Pool.unlimited("p");
    Usage usage = new Usage("p", NOW, Map.of("a", 0.4));

    Usage later = usage.after(pool, Map.of("b", 0.2), NOW.plus(pool.halfLife()));

    assertThat(later.of("a")).isEqualTo(0.2);
    assertThat(later.of("b")).isEqualTo(0.1);
  }

  @Test
  void eachOfFiftyThousandRunsOfFiveHundredUsersIsRankedOnce() throws Exception {
    List<Run> waiting = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      waiting.add(run("u" + i % 500, i, 0.1 + i % 7));
    }
    Map<FairShare.Who, Amount> used = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      used.merge(
          new FairShare.Who("default", "u" + i % 500),
          new Amount(1, 1 + i % 3, 64, 0, 0),
          Amount::plus);
    }
    FairShare share =
        new FairShare(
            Pool::unlimited, name -> new Usage(name, NOW, Map.of()), run -> Amount.of(run.spec()));

    Amount whole = new Amount(0, 100_000, 1e9, 1e9, 0);
    List<FairShare.Ranked> ranked = share.ranked(waiting, used, whole);
    assertThat(ranked).hasSize(50_000);
    assertThat(ranked.stream().map(next -> next.run().job()).distinct()).hasSize(50_000);
  }
}
