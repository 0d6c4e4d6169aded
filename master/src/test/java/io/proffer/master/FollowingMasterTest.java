package io.proffer.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators said to a master that is killed holds for the one that follows it. */
class FollowingMasterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEDULE =
      "{\"windows\":[{\"machine_ids\":[{\"hostname\":\"elsewhere\",\"ip\":\"10.9.9.9\"}],"
          + "\"unavailability\":{\"start\":{\"nanoseconds\":1443830400000000000}}}]}";

  @TempDir private Path dir;
  private EmbeddedZooKeeper zooKeeper;
  private final List<MasterServer> masters = new ArrayList<>();

  @BeforeEach
  void startZooKeeper() {
    zooKeeper = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
  }

  @AfterEach
  void stop() {
    masters.forEach(MasterServer::kill);
    zooKeeper.close();
  }

  private MasterServer leader() throws Exception {
    MasterServer master =
        MasterServer.start(
            MasterOptions.standalone(dir).withZooKeeper(zooKeeper.location("/proffer")));
    masters.add(master);
    master.leading().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return master;
  }

  private static void said(MasterServer master, String call) {
    RawHttp.Answer answer = RawHttp.postJson(master, "/api/v1", call);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static JsonNode told(MasterServer master, String call) throws IOException {
    return JSON.readTree(
        RawHttp.postJson(master, "/api/v1", "{\"type\":\"%s\"}".formatted(call)).text());
  }

  @Test
  void drainsSchedulesWeightsAndTheEndOfFrameworksOutliveTheLeader() throws Exception {
    MasterServer first = leader();
    AgentId agent;
    FrameworkId framework;
    FrameworkInfo info = SchedulerClient.info("role").setFailoverTimeout(3600).build();
    FrameworkId waiting;
    try (LinkedAgent linked = LinkedAgent.connect(first)) {
      agent = LinkedAgent.introduce(linked, "cpus:1");
      said(
          first,
          "{\"type\":\"DRAIN_AGENT\",\"drain_agent\":{\"agent_id\":{\"value\":\"%s\"}}}"
              .formatted(agent));
      said(
          first,
          "{\"type\":\"UPDATE_MAINTENANCE_SCHEDULE\",\"update_maintenance_schedule\":{\"schedule\":"
              + SCHEDULE
              + "}}");
      said(
          first,
          "{\"type\":\"UPDATE_WEIGHTS\",\"update_weights\":{\"weight_infos\":"
              + "[{\"role\":\"role\",\"weight\":2.5}]}}");
      try (SchedulerClient scheduler = SchedulerClient.subscribe(first, info);
          SchedulerClient other = SchedulerClient.subscribe(first, info)) {
        framework = scheduler.id();
        waiting = other.id();
        RawHttp.Answer torn =
            RawHttp.ask(
                first,
                "POST",
                "/teardown",
                List.of(),
                ("frameworkId=" + framework).getBytes(StandardCharsets.UTF_8));
        assertThat(torn.status()).isEqualTo(200);
      }
    }
    masters.remove(first);
    first.kill();

    MasterServer next = leader();
    assertThat(told(next, "GET_MAINTENANCE_SCHEDULE").at("/get_maintenance_schedule/schedule"))
        .isEqualTo(JSON.readTree(SCHEDULE));
    assertThat(told(next, "GET_WEIGHTS").at("/get_weights/weight_infos/0/weight").asDouble())
        .isEqualTo(2.5);
    JsonNode state = JSON.readTree(RawHttp.get(next, "/state").text());
    assertThat(state.at("/completed_frameworks/0/id").asText()).isEqualTo(framework.value());
    assertThat(state.at("/frameworks/0/id").asText()).isEqualTo(waiting.value());
    assertThat(state.at("/frameworks/0/recovered").asBoolean()).isTrue();
    assertThat(state.at("/recovered_slaves/0/id").asText()).isEqualTo(agent.value());
    try (SchedulerClient again =
        SchedulerClient.open(
            next,
            info.toBuilder().setId(framework.toProto()).build(),
            MediaType.JSON,
            MediaType.JSON,
            0)) {
      assertThat(again.event(Event.Type.ERROR).getError().getMessage())
          .isEqualTo("Framework has been removed");
    }
    try (LinkedAgent linked = LinkedAgent.connect(next)) {
      linked.say(back(agent));
      assertThat(linked.hear(ToAgent.Reregistered.class).agent()).isEqualTo(agent);
      assertThat(linked.hear(ToAgent.Drain.class)).isNotNull();
      assertThat(told(next, "GET_AGENTS").at("/get_agents/agents/0/drain_info/state").asText())
          .isEqualTo("DRAINED");
    }
  }

  private static FromAgent.Reregister back(AgentId id) {
    AgentInfo info =
        AgentInfo.newBuilder()
            .setId(id.toProto())
            .setHostname("agent.test")
            .setPort(5051)
            .addAllResources(Resources.parse("cpus:1").toProtos())
            .build();
    return new FromAgent.Reregister(
        info,
        "127.0.0.1:5051",
        "0.1.0",
        List.of("MULTI_ROLE", "AGENT_DRAINING"),
        List.of(),
        List.of(),
        List.of());
  }
}
