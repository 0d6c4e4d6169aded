package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import io.proffer.master.SchedulerClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard is told, on the wire. */
class DashboardStreamTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static MasterServer master;

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    master = MasterServer.start(MasterOptions.standalone(workDir));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  /** An event as a browser would have it. */
  private record Sent(Optional<String> id, String name, JsonNode data) {}

  /** A viewer that reads its stream. */
  private static final class Viewer implements AutoCloseable {
    private final RawHttp http = RawHttp.connect(master);
    private final List<Sent> waiting = new ArrayList<>();

    Viewer(Optional<String> lastEventId) throws IOException {
      http.send(
          "GET",
          "/dashboard/stream?topics=cluster",
          lastEventId.map(id -> List.of("Last-Event-ID: " + id)).orElse(List.of()),
          new byte[0]);
      RawHttp.Head head = http.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type").orElse("")).startsWith("text/event-stream");
    }

    Sent next(Predicate<Sent> wanted) throws IOException {
      while (true) {
        while (!waiting.isEmpty()) {
          Sent event = waiting.removeFirst();
          if (wanted.test(event)) {
            return event;
          }
        }
        String chunk = new String(http.chunk(), StandardCharsets.UTF_8);
        for (String event : chunk.split("\n\n", -1)) {
          if (!event.isEmpty()) {
            waiting.add(parse(event));
          }
        }
      }
    }

    Sent next(String name) throws IOException {
      return next(event -> event.name().equals(name));
    }

    private static Sent parse(String event) throws IOException {
      Optional<String> id = Optional.empty();
      String name = "";
      String data = "";
      for (String line : event.split("\n", -1)) {
        String value = line.substring(line.indexOf(": ") + 2);
        switch (line.substring(0, line.indexOf(':'))) {
          case "id" -> id = Optional.of(value);
          case "event" -> name = value;
          case "data" -> data = value;
          default -> throw new IOException("no line of an event: " + line);
        }
      }
      return new Sent(id, name, JSON.readTree(data));
    }

    @Override
    public void close() throws IOException {
      http.close();
    }
  }

  private static Predicate<Sent> tellsOf(String table, String id) {
    return event -> event.name().equals("delta") && has(event.data().path(table).path("id"), id);
  }

  private static boolean has(JsonNode column, String id) {
    return ids(column).contains(id);
  }

  private static List<String> ids(JsonNode column) {
    List<String> ids = new ArrayList<>();
    column.forEach(cell -> ids.add(cell.asText()));
    return ids;
  }

  @Test
  void aViewerIsToldToBeginAndThenWhatChanges() throws Exception {
    try (Viewer viewer = new Viewer(Optional.empty())) {
      viewer.next("reset");
      Sent summary = viewer.next("summary");
      assertThat(summary.data().path("cluster").asText()).isNotEmpty();
      assertThat(summary.id()).isEmpty();

      try (LinkedAgent agent = LinkedAgent.connect(master)) {
        String id = LinkedAgent.introduce(agent, "cpus:2;mem:1024;disk:4096").value();
        Sent delta = viewer.next(tellsOf("agents", id));
        JsonNode rows = delta.data().path("agents");
        int row = ids(rows.path("id")).indexOf(id); // agents of other tests may still be going
        assertThat(rows.path("cpus").get(row).asInt()).isEqualTo(2);
        assertThat(delta.id()).hasValueSatisfying(known -> assertThat(known).contains(":"));

        JsonNode snapshot = JSON.readTree(RawHttp.get(master, "/dashboard/snapshot").text());
        assertThat(has(snapshot.path("agents").path("id"), id)).isTrue();
        assertThat(snapshot.path("version").asLong())
            .isGreaterThanOrEqualTo(delta.data().path("version").asLong());
      }
    }
  }

  @Test
  void whatAnAgentSaysThatItReallyUsesIsPartOfTheSummary() throws Exception {
    try (Viewer viewer = new Viewer(Optional.empty());
        LinkedAgent agent = LinkedAgent.register(master, "cpus:2;mem:1024;disk:4096")) {
      MeasuredUse use =
          new MeasuredUse(OptionalLong.of(250), OptionalLong.of(3 << 19), OptionalLong.empty());
      long ping = agent.hear(ToAgent.Ping.class).sequence();
      agent.say(new FromAgent.Pong(ping, Optional.of(use)));

      List<Sent> told = new ArrayList<>();
      viewer.next(
          event -> {
            told.add(event);
            return last(told, "measured").has("uses")
                && last(told, "summary").at("/measured/cpus/1").asInt() == 1;
          });
      JsonNode measured = last(told, "summary").path("measured");
      assertThat(measured.path("cpus").toString()).isEqualTo("[0.25,1]");
      assertThat(measured.path("mem").toString()).isEqualTo("[1.5,1]");
      assertThat(measured.path("disk").toString()).isEqualTo("[0,0]");
      assertThat(read("/dashboard/measured")).isEqualTo(measured);

      try (Viewer another = new Viewer(Optional.empty())) {
        assertThat(another.next("measured").data()).isEqualTo(last(told, "measured"));
      }
      JsonNode uses = last(told, "measured").path("uses");
      assertThat(uses.path("id")).hasSize(1);
      assertThat(uses.path("cpus").toString()).isEqualTo("[250]");
      assertThat(uses.path("mem").toString()).isEqualTo("[1536]");
      assertThat(uses.path("disk").toString()).isEqualTo("[-1]");
    }
  }

  /** What the last event of this name told; nothing if there was none. */
  private static JsonNode last(List<Sent> told, String name) {
    return told.stream()
        .filter(event -> event.name().equals(name))
        .map(Sent::data)
        .reduce((first, second) -> second)
        .orElse(JSON.createObjectNode());
  }

  @Test
  void whoComesBackGoesOnWhereItWasAndMissesNothing() throws Exception {
    String last;
    try (Viewer viewer = new Viewer(Optional.empty());
        SchedulerClient first =
            SchedulerClient.subscribe(master, SchedulerClient.info("first").build())) {
      last = viewer.next(tellsOf("frameworks", first.id().value())).id().orElseThrow();
    }
    String missed;
    try (SchedulerClient second =
        SchedulerClient.subscribe(master, SchedulerClient.info("second").build())) {
      missed = second.id().value();
    }
    try (Viewer again = new Viewer(Optional.of(last))) {
      List<String> names = new ArrayList<>();
      again.next(
          event -> {
            names.add(event.name());
            return tellsOf("frameworks", missed).test(event);
          });
      assertThat(names).doesNotContain("reset");
    }
  }

  @Test
  void whoWasThereInAnotherTermBeginsAnew() throws Exception {
    try (Viewer viewer = new Viewer(Optional.of("another-term:17"))) {
      assertThat(viewer.next(event -> true).name()).isEqualTo("reset");
    }
  }

  @Test
  void anUnknownAgentOrFrameworkIsNotFoundBehindTheMaster() throws Exception {
    assertThat(RawHttp.get(master, "/agent/nobody/files/browse?path=/").status()).isEqualTo(404);
    assertThat(RawHttp.get(master, "/agent/nobody/api/v1").text()).contains("/files/browse");
    assertThat(RawHttp.get(master, "/service/nobody/v2/apps").status()).isEqualTo(404);
  }

  @Test
  void whatHasNoWebServerIsSaidToHaveNone() throws Exception {
    try (SchedulerClient scheduler =
        SchedulerClient.subscribe(master, SchedulerClient.info("quiet").build())) {
      RawHttp.Answer answer = RawHttp.get(master, "/service/" + scheduler.id().value() + "/");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).contains("says of no web server");
    }
  }

  private static int asksForTerminal(String origin, String query) throws IOException {
    try (RawHttp http = RawHttp.connect(master)) {
      http.send(
          "GET",
          "/dashboard/exec" + query,
          List.of(
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "Origin: " + origin),
          new byte[0]);
      return http.head().status();
    }
  }

  @Test
  void aTerminalIsOpenedByTheMastersOwnPagesOnly() throws Exception {
    String own = "http://" + master.address();
    String task = "?framework=nobody&task=nothing";

    assertThat(RawHttp.get(master, "/dashboard/exec" + task).status()).isEqualTo(426);
    assertThat(asksForTerminal("http://elsewhere.example", task)).isEqualTo(403);
    assertThat(asksForTerminal("null", task)).isEqualTo(403);
    assertThat(asksForTerminal(own, "?framework=nobody")).isEqualTo(400);
    assertThat(asksForTerminal(own, task)).isEqualTo(404);
  }

  @Test
  void aStreamIsCompressedForWhoTakesThat() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + master.address() + "/dashboard/stream"))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream events = new GZIPInputStream(answer.body())) {
      assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
      // Not line by line: a reader would wait for more than there is to read.
      byte[] chunk = new byte[8192];
      String told = "";
      while (!told.contains("event: summary\ndata: {")) {
        int read = events.read(chunk);
        assertThat(read).as("the stream goes on").isPositive();
        told += new String(chunk, 0, read, StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void theLastHourIsToldFromTheFirstMomentOn() throws Exception {
    JsonNode told = read("/dashboard/history");
    assertThat(told.path("every").asInt()).isEqualTo(15);
    assertThat(told.path("since").asLong()).isPositive();
    assertThat(told.path("cpusUsed")).hasSize(told.path("at").size());

    assertThat(read("/dashboard/history?framework=nobody-knows-it").path("at")).isEmpty();
  }

  @Test
  @SuppressWarnings("try") // the agent has only to be there
  void whatAFrameworkDoesNotWantIsToldWithHowLong() throws Exception {
    FrameworkInfo info = SchedulerClient.info("picky").build();
    try (LinkedAgent agent = LinkedAgent.register(master, "cpus:3;mem:512");
        SchedulerClient scheduler = SchedulerClient.subscribe(master, info)) {
      Offer offer = scheduler.offer();
      scheduler.call(
          Call.newBuilder()
              .setType(Call.Type.DECLINE)
              .setDecline(
                  Call.Decline.newBuilder()
                      .addOfferIds(offer.getId())
                      .setFilters(Filters.newBuilder().setRefuseSeconds(600))));
      scheduler.call(
          Call.newBuilder()
              .setType(Call.Type.SUPPRESS)
              .setSuppress(Call.Suppress.newBuilder().addRoles("picky")));

      Awaitility.await()
          .untilAsserted(
              () -> {
                JsonNode told = read("/dashboard/filters?framework=" + scheduler.id());
                assertThat(told.path("refusals_in_all").asInt()).isEqualTo(1);
                assertThat(told.at("/refusals/0/role").asText()).isEqualTo("picky");
                assertThat(told.at("/refusals/0/agent_id").asText())
                    .isEqualTo(offer.getAgentId().getValue());
                assertThat(told.at("/refusals/0/cpus").asDouble()).isEqualTo(3);
                assertThat(
                        told.at("/refusals/0/until").asDouble()
                            - System.currentTimeMillis() / 1000.0)
                    .isBetween(500.0, 600.0);
                assertThat(told.at("/suppressed/0/role").asText()).isEqualTo("picky");
                assertThat(told.at("/suppressed/0/since").asLong()).isPositive();
                assertThat(told.at("/offers/declined").asInt()).isEqualTo(1);
              });
    }
  }

  private static JsonNode read(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + master.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
