package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agents' WebSocket, good and bad. */
class AgentLinkTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] NOTHING = {};

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
  void anAgentRegistersAndIsDisconnectedWhenItsLinkBreaks() throws Exception {
    try (LinkedAgent agent = LinkedAgent.connect(master)) {
      agent.say();
      assertThat(active("one.test")).isEmpty();
    }
    LinkedAgent agent = LinkedAgent.register(master, "cpus:1;mem:100");
    assertThat(active("agent.test")).containsOnly(true);
    agent.close();
    await().atMost(PATIENCE).until(() -> !active("agent.test").contains(true));
  }

  @Test
  void anAgentIsToldItsIdAndWhenToExpectPings() throws Exception {
    try (LinkedAgent agent = LinkedAgent.connect(master)) {
      agent.say(
          new io.proffer.core.protocol.link.FromAgent.Register(
              org.apache.mesos.v1.Protos.AgentInfo.newBuilder().setHostname("two.test").build(),
              "127.0.0.1:1",
              "0.1.0",
              List.of()));
      ToAgent.Registered registered = agent.hear(ToAgent.Registered.class);
      assertThat(registered.agent().value()).contains("-S");
      assertThat(registered.pingTimeout()).isPositive();
    }
  }

  @Test
  void aMalformedFrameClosesTheLinkAndSaysWhy() throws Exception {
    try (LinkedAgent agent = LinkedAgent.connect(master)) {
      agent.sayBytes(new byte[] {10, 99, 1});
      assertThat(agent.reasonOfClosing()).startsWith("malformed frame: ");
    }
  }

  @Test
  void aTextFrameClosesTheLinkAndSaysWhy() throws Exception {
    try (LinkedAgent agent = LinkedAgent.connect(master)) {
      agent.sayText("hello");
      assertThat(agent.reasonOfClosing()).contains("expecting binary frames");
    }
  }

  @Test
  void aFrameOverTheLimitClosesTheLinkAndSaysWhy() throws Exception {
    try (LinkedAgent agent = LinkedAgent.connect(master)) {
      agent.sayBytes(new byte[AgentLinkCodec.MAX_FRAME_BYTES + 1]);
      assertThat(agent.reasonOfClosing()).contains("at most " + AgentLinkCodec.MAX_FRAME_BYTES);
    }
  }

  @Test
  void aFrameThatBreaksOffDisturbsNobody() throws Exception {
    try (LinkedAgent good = LinkedAgent.register(master, "cpus:1;mem:100")) {
      breakOff();

      assertThat(RawHttp.get(master, "/health").status()).isEqualTo(200);
      assertThat(active("agent.test")).contains(true);
      good.say();
    }
  }

  /** Opens a link, sends the begin of a frame and closes the connection. */
  private static void breakOff() throws IOException {
    try (RawHttp broken = RawHttp.connect(master)) {
      broken.send("GET", AgentLinkCodec.PATH, handshake(AgentLinkCodec.SUBPROTOCOL), NOTHING);
      assertThat(broken.head().status()).isEqualTo(101);
      broken.write(new byte[] {(byte) 0x82, (byte) 0xfe, 0x10, 0, 1, 2, 3, 4, 5, 6});
    }
  }

  @Test
  void anotherSubprotocolIs400() throws Exception {
    try (RawHttp http = RawHttp.connect(master)) {
      http.send("GET", AgentLinkCodec.PATH, handshake("chat"), NOTHING);

      RawHttp.Answer answer = http.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains(AgentLinkCodec.SUBPROTOCOL);
    }
  }

  private static List<String> handshake(String subprotocol) {
    return List.of(
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: "
            + java.util.Base64.getEncoder()
                .encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII)),
        "Sec-WebSocket-Protocol: " + subprotocol);
  }

  /** Of each agent of that name, whether it is connected. */
  private static List<Boolean> active(String hostname) throws IOException {
    JsonNode slaves =
        new ObjectMapper()
            .readTree(RawHttp.get(master, "/slaves").body().toByteArray())
            .get("slaves");
    List<Boolean> active = new java.util.ArrayList<>();
    for (JsonNode slave : slaves) {
      if (slave.get("hostname").textValue().equals(hostname)) {
        active.add(slave.get("active").booleanValue());
      }
    }
    return active;
  }
}
