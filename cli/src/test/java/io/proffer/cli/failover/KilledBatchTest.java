package io.proffer.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.model.JobId;
import io.proffer.batch.store.FactStore;
import io.proffer.sdk.StateStore;
import io.proffer.simulator.StoredFires;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A master, an agent and the batch framework, each in a process of its own, of which master and
 * framework are killed at any moment while jobs are due every second, also while they start. What
 * becomes of the schedules is judged by the simulation's check. As many seeds as wanted with {@code
 * -Dproffer.kills.seeds=20}.
 */
class KilledBatchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FIRES = 6;
  private static final int LONGEST_LIFE_MS = 2_500;
  private static final List<Part> VICTIMS = List.of(Part.BATCH, Part.MASTER, Part.BATCH);
  private static final List<String> POLICIES = List.of("ALLOW", "QUEUE", "REPLACE");

  private static final DateTimeFormatter METRONOME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ");

  private enum Part {
    MASTER,
    AGENT,
    BATCH
  }

  @TempDir private Path dir;
  private final Map<Part, Daemon> daemons = new EnumMap<>(Part.class);
  private final List<String> logs = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int masterPort;
  private int started;

  @AfterEach
  void stop() {
    daemons.values().forEach(Daemon::killHard);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("proffer.kills.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsDueHasOneRunOrAMiss(long seed) throws Exception {
    Random random = new Random(seed);
    masterPort = freePort();
    for (Part part : Part.values()) {
      start(part);
    }
    daemons.values().forEach(Daemon::awaitReady);
    Instant first = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
    Map<String, Instant> followed = new LinkedHashMap<>();
    for (String policy : POLICIES) {
      followed.put(policy, givenAJob(policy, first));
    }

    for (Part victim : VICTIMS) {
      Duration life = Duration.ofMillis(random.nextInt(LONGEST_LIFE_MS));
      await().pollDelay(life).timeout(PATIENCE).until(() -> true);
      logs.add(daemon(victim).log());
      daemon(victim).killHard();
      start(victim);
    }
    daemons.values().forEach(Daemon::awaitReady);
    for (String policy : POLICIES) {
      await("the runs of " + policy + " to end")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(isOver(policy)).as(this::logs).isTrue());
    }
    daemon(Part.BATCH).killHard();

    List<Fact> stored = new FactStore(StateStore.files(dir.resolve("batch/state"))).read();
    StoredFires fires = new StoredFires(stored);
    followed.forEach(
        (policy, from) ->
            assertThat(fires.check(job(policy), from.minusMillis(1)))
                .as(this::logs)
                .isEqualTo((int) (FIRES - Duration.between(first, from).toSeconds())));
    thenNothingHasRunTwice(stored);
  }

  private void thenNothingHasRunTwice(List<Fact> stored) throws IOException {
    List<String> ran = Files.readAllLines(dir.resolve("ran"));
    assertThat(ran).as(this::logs).doesNotHaveDuplicates();
    List<String> ended =
        stored.stream()
            .filter(Fact.RunFinished.class::isInstance)
            .map(fact -> ((Fact.RunFinished) fact).run())
            .filter(run -> run.isSuccess())
            .map(run -> run.job() + " " + run.id())
            .toList();
    assertThat(ended).isNotEmpty();
    assertThat(ran).as(this::logs).containsAll(ended);
  }

  private static JobId job(String policy) {
    return new JobId("every-" + policy.toLowerCase(Locale.ROOT));
  }

  /** When it is due first: later than it says if it took long to make it. */
  private Instant givenAJob(String policy, Instant first) throws Exception {
    String json =
        """
        {"id": "%s", "batch": {"misfire": "ALL"},
         "schedules": [{"id": "s", "cron": "R%d/%s/PT1S", "concurrencyPolicy": "%s"}],
         "run": {"cpus": 0.1, "mem": 32, "disk": 0,
                 "cmd": "echo $PROFFER_JOB_ID $PROFFER_RUN_ID >> %s"}}
        """
            .formatted(job(policy), FIRES, first, policy, dir.resolve("ran"));
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v0/scheduled-jobs"))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode next = new JsonMapper().readTree(answer.body()).at("/schedules/0/nextRunAt");
    assertThat(next.isTextual()).as(answer.body()).isTrue();
    return OffsetDateTime.parse(next.asText(), METRONOME).toInstant();
  }

  /** Whether it is not due any more, and none of its runs goes on. */
  private boolean isOver(String policy) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/jobs/" + job(policy) + "?embed=activeRuns,schedules"))
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    JsonNode job = new JsonMapper().readTree(answer.body());
    return answer.statusCode() == 200
        && job.path("activeRuns").isEmpty()
        && !job.path("schedules").path(0).has("nextRunAt");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + daemon(Part.BATCH).port("batch") + path);
  }

  private Daemon daemon(Part part) {
    return Optional.ofNullable(daemons.get(part)).orElseThrow();
  }

  private void start(Part part) throws IOException {
    String work = "--work-dir=" + dir.resolve(part.name().toLowerCase(Locale.ROOT));
    String master = "--master=127.0.0.1:" + masterPort;
    String name = part + "-" + started++;
    daemons.put(
        part,
        switch (part) {
          case MASTER -> Daemon.start(name, dir, "master", "--port=" + masterPort, work);
          case AGENT ->
              Daemon.start(
                  name,
                  dir,
                  "agent",
                  "--port=0",
                  master,
                  work,
                  "--docker=none",
                  "--resources=cpus:4;mem:1024;disk:100;ports:[31000-31009]");
          case BATCH -> Daemon.start(name, dir, "batch", "--port=0", master, work);
        });
  }

  private String logs() {
    List<String> all = new ArrayList<>(logs);
    daemons.values().forEach(daemon -> all.add(daemon.log()));
    return String.join("\n", all);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
