package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.RecordIoDecoder;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.master.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's event stream on the wire. */
class OperatorStreamTest {

  private static final byte[] SUBSCRIBE =
      "{\"type\":\"SUBSCRIBE\"}".getBytes(StandardCharsets.UTF_8);

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

  @Test
  void aSubscriberGetsTheStateAndAHeartbeatEachInAChunkOfItsOwn() throws Exception {
    try (RawHttp http = subscribe("application/json", List.of())) {
      RawHttp.Head head = http.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("transfer-encoding")).contains("chunked");
      assertThat(head.header("content-type")).contains("application/json");

      assertThat(record(http.chunk()))
          .isEqualTo(
              "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"get_state\":{"
                  + "\"get_tasks\":{\"tasks\":[],\"completed_tasks\":[],\"unreachable_tasks\":[]},"
                  + "\"get_executors\":{\"executors\":[]},"
                  + "\"get_frameworks\":{\"frameworks\":[],\"completed_frameworks\":[]},"
                  + "\"get_agents\":{\"agents\":[],\"recovered_agents\":[]}},"
                  + "\"heartbeat_interval_seconds\":15.0}}");
      assertThat(record(http.chunk())).isEqualTo("{\"type\":\"HEARTBEAT\"}");
    }
  }

  @Test
  void aStreamIsChunkedEvenIfTheClientWantsTheConnectionClosed() throws Exception {
    try (RawHttp http =
        subscribe(
            "application/x-protobuf", List.of("Connection: close", "Accept-Encoding: gzip"))) {
      RawHttp.Head head = http.head();
      assertThat(head.header("transfer-encoding")).contains("chunked");
      assertThat(head.header("content-type")).contains("application/x-protobuf");
      assertThat(head.header("content-encoding")).isEmpty();

      List<byte[]> records = new RecordIoDecoder(1 << 20).feed(http.chunk());
      assertThat(records).hasSize(1);
      assertThat(Event.parseFrom(records.get(0)).getType()).isEqualTo(Event.Type.SUBSCRIBED);
    }
  }

  @Test
  void aClientThatGoesIsNoticedAtOnce() throws Exception {
    await("those of other tests are gone").until(() -> subscribers() == 0);
    try (RawHttp http = subscribe("application/json", List.of())) {
      http.head();
      http.chunk();
      http.chunk();
      assertThat(subscribers()).isEqualTo(1);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> subscribers() == 0);
  }

  @Test
  void recordioInTheAcceptHeaderIs406() {
    RawHttp.Answer answer =
        RawHttp.ask(
            master,
            "POST",
            "/api/v1",
            List.of(
                "Content-Type: application/json",
                "Accept: application/recordio",
                "Message-Accept: application/json"),
            SUBSCRIBE);

    assertThat(answer.status()).isEqualTo(406);
  }

  private static RawHttp subscribe(String accept, List<String> more) throws IOException {
    RawHttp http = RawHttp.connect(master);
    List<String> headers = new java.util.ArrayList<>(more);
    headers.add("Content-Type: application/json");
    headers.add("Accept: " + accept);
    http.send("POST", "/api/v1?_ts=1", headers, SUBSCRIBE);
    return http;
  }

  /** The one record of a chunk: the length line says exactly how long the rest is. */
  private static String record(byte[] chunk) {
    String text = new String(chunk, StandardCharsets.UTF_8);
    String[] parts = text.split("\n", 2);
    assertThat(parts[1].getBytes(StandardCharsets.UTF_8)).hasSize(Integer.parseInt(parts[0]));
    assertThat(parts[1]).doesNotContain("\n");
    return parts[1];
  }

  private static double subscribers() throws IOException {
    return new ObjectMapper()
        .readTree(RawHttp.get(master, "/metrics/snapshot").body().toByteArray())
        .get("master/operator_event_stream_subscribers")
        .doubleValue();
  }
}
