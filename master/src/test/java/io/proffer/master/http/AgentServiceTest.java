package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.LinkedAgent;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators take agents out of service over HTTP, and see it wherever agents are seen. */
class AgentServiceTest {

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

  private static RawHttp.Answer call(String type, String agent, String more) {
    return RawHttp.postJson(
        master,
        "/api/v1",
        "{\"type\":\"%s_AGENT\",\"%s_agent\":{\"agent_id\":{\"value\":\"%s\"}%s}}"
            .formatted(type, type.toLowerCase(java.util.Locale.ROOT), agent, more));
  }

  private static JsonNode slave() throws IOException {
    return JSON.readTree(RawHttp.get(master, "/slaves").text()).path("slaves").path(0);
  }

  private static JsonNode agent() throws IOException {
    return JSON.readTree(RawHttp.postJson(master, "/api/v1", "{\"type\":\"GET_AGENTS\"}").text())
        .path("get_agents")
        .path("agents")
        .path(0);
  }

  @Test
  void anAgentIsDrainedSeenToBeAndReactivated() throws Exception {
    try (LinkedAgent linked = LinkedAgent.connect(master)) {
      String id = LinkedAgent.introduce(linked, "cpus:1").value();

      assertThat(call("DRAIN", id, ",\"max_grace_period\":{\"seconds\":30}").status())
          .isEqualTo(200);

      ToAgent.Drain drain = linked.hear(ToAgent.Drain.class);
      assertThat(drain.config().getMaxGracePeriod().getNanoseconds())
          .isEqualTo(Duration.ofSeconds(30).toNanos());
      assertThat(slave().path("active").booleanValue()).isFalse();
      assertThat(slave().path("deactivated").booleanValue()).isTrue();
      assertThat(slave().path("drain_info"))
          .isEqualTo(
              JSON.readTree(
                  "{\"state\":\"DRAINED\",\"config\":{\"mark_gone\":false,"
                      + "\"max_grace_period\":{\"nanoseconds\":30000000000}}}"));
      assertThat(slave().path("estimated_drain_start_time_seconds").isIntegralNumber()).isTrue();
      assertThat(agent().path("drain_info")).isEqualTo(slave().path("drain_info"));
      assertThat(agent().path("deactivated").booleanValue()).isTrue();
      assertThat(agent().path("estimated_drain_start_time").path("nanoseconds").longValue())
          .isEqualTo(
              slave().path("estimated_drain_start_time_seconds").longValue() * 1_000_000_000);
      JsonNode metrics = JSON.readTree(RawHttp.get(master, "/metrics/snapshot").text());
      assertThat(metrics.path("master/slaves_inactive").doubleValue()).isEqualTo(1);
      assertThat(metrics.path("master/slaves_connected").doubleValue()).isEqualTo(1);

      assertThat(call("REACTIVATE", id, "").status()).isEqualTo(200);
      assertThat(slave().path("active").booleanValue()).isTrue();
      assertThat(slave().has("drain_info")).isFalse();
      assertThat(call("DEACTIVATE", id, "").status()).isEqualTo(200);
      assertThat(agent().path("active").booleanValue()).isFalse();
      assertThat(agent().has("drain_info")).isFalse();
    }
  }

  @Test
  void whatMakesNoSenseIs400WithAReason() {
    assertThat(call("DRAIN", "nobody", "").text()).isEqualTo("Unknown agent");
    assertThat(call("REACTIVATE", "nobody", "").text()).isEqualTo("Agent is not deactivated");
    RawHttp.Answer negative = call("DRAIN", "nobody", ",\"max_grace_period\":{\"seconds\":-1}");
    assertThat(negative.status()).isEqualTo(400);
    assertThat(negative.text())
        .isEqualTo(
            "'drain_agent.max_grace_period' must be from 0 to 3153600000 seconds, and is -1");
    assertThat(RawHttp.postJson(master, "/api/v1", "{\"type\":\"DRAIN_AGENT\"}").text())
        .isEqualTo("Failed to validate master::Call: Expecting 'drain_agent' to be present");
  }
}
