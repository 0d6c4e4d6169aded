package io.proffer.master.http.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.BuildInfo;
import io.proffer.master.actor.MaintenanceSnapshot;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.actor.RoleSettingsSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** What the dashboard loads of a cluster of 5,000 agents and 50,000 tasks. */
class LargeClusterTest {

  private static final int AGENTS = 5_000;
  private static final int TASKS = 50_000;
  private static final int FRAMEWORKS = 20;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String MASTER = "aa467f5f-f01f-4587-b158-6e78dd3d5385";

  private static final MeasuredUses USES =
      new MeasuredUses() {
        @Override
        public Optional<MeasuredUse> of(Agent agent) {
          return Optional.of(
              new MeasuredUse(
                  OptionalLong.of(1250), OptionalLong.of(1L << 30), OptionalLong.empty()));
        }

        @Override
        public long changes() {
          return AGENTS;
        }

        @Override
        public long changedAt(Agent agent) {
          return agent.link().orElseThrow().connection();
        }
      };

  private static final List<Resources> SIZES =
      List.of(
          Resources.parse("cpus:0.5;mem:128"),
          Resources.parse("cpus:1;mem:512"),
          Resources.parse("cpus:2;mem:2048"));

  private final Random random = new Random(7);
  private final Activity activity = new Activity(InstantSource.fixed(NOW));
  private final MasterSnapshot snapshot = snapshot();

  private MasterSnapshot snapshot() {
    List<Agent> agents = new ArrayList<>();
    Resources total = Resources.parse("cpus:32;mem:131072;disk:1000000");
    for (int i = 0; i < AGENTS; i++) {
      agents.add(
          new Agent(
              new AgentId(MASTER + "-S" + i),
              AgentInfo.newBuilder().setHostname("node-" + i + ".example.org").build(),
              "10.%d.%d.%d:5051".formatted(i / 65536, i / 256 % 256, i % 256),
              "1.0.0",
              List.of(),
              total,
              List.of(),
              Optional.of(new AgentLink(i, 0)),
              NOW.minusSeconds(random.nextInt(100_000)),
              Optional.empty()));
    }
    List<FrameworkSnapshot> frameworks = new ArrayList<>();
    for (int f = 0; f < FRAMEWORKS; f++) {
      FrameworkId id = new FrameworkId(MASTER + "-%04d".formatted(f));
      List<Task> tasks = new ArrayList<>();
      for (int t = 0; t < TASKS / FRAMEWORKS; t++) {
        tasks.add(task(id, t, agents.get(random.nextInt(AGENTS)).id()));
      }
      frameworks.add(
          new FrameworkSnapshot(framework(id), tasks, List.of(), List.of(), List.of(), List.of()));
    }
    return new MasterSnapshot(
        1,
        agents,
        List.of(),
        Map.of(),
        Map.of(),
        frameworks,
        List.of(),
        List.of(),
        List.of(),
        MaintenanceSnapshot.NONE,
        RoleSettingsSnapshot.NONE);
  }

  private static Framework framework(FrameworkId id) {
    return new Framework(
        id,
        FrameworkInfo.newBuilder().setName("framework").setUser("root").build(),
        new TreeSet<>(List.of("web")),
        new TreeSet<>(),
        Optional.empty(),
        false,
        NOW,
        NOW,
        Optional.empty(),
        Optional.empty());
  }

  private Task task(FrameworkId framework, int number, AgentId agent) {
    String instance = new UUID(random.nextLong(), random.nextLong()).toString();
    String id = "shop_web-%d.instance-%s._app.1".formatted(number % 100, instance);
    return new Task(
        new TaskKey(framework, new TaskId(id)),
        TaskInfo.newBuilder()
            .setName("web.shop")
            .setTaskId(TaskID.newBuilder().setValue(id))
            .setAgentId(agent.toProto())
            .build(),
        agent,
        "web",
        SIZES.get(random.nextInt(SIZES.size())),
        Optional.empty(),
        TaskState.TASK_RUNNING,
        List.of(
            TaskStatus.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue(id))
                .setState(TaskState.TASK_RUNNING)
                .setTimestamp((double) (NOW.getEpochSecond() - random.nextInt(86_400)))
                .build()),
        Optional.empty());
  }

  private static int gzipped(byte[] json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_SPEED); // as it is sent
          }
        }) {
      gzip.write(json);
    }
    return out.size();
  }

  @Test
  void everythingIsAtMostTwoAndAHalfMegabytesAndTheSummaryTwentyKilobytes() throws Exception {
    byte[] json = ClusterJson.everything(MASTER, Batch.everything(snapshot, activity));

    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.path("agents").path("id")).hasSize(AGENTS);
    assertThat(read.path("tasks").path("id")).hasSize(TASKS);
    assertThat(gzipped(json)).isLessThan(2_500_000);

    MasterSelf self =
        new MasterSelf(
            "master",
            "10.0.0.1",
            5050,
            "large",
            NOW,
            new TreeMap<>(),
            BuildInfo.load(),
            Optional.empty());

    byte[] summary = SummaryJson.render(self, MASTER, NOW, snapshot, activity, USES, NOW);

    assertThat(summary.length).isLessThan(20_000);
    JsonNode measured = new ObjectMapper().readTree(summary).path("measured");
    assertThat(measured.path("cpus").toString()).as("of all").isEqualTo("[6250,5000]");
    assertThat(measured.path("mem").toString()).isEqualTo("[5120000,5000]");
    assertThat(measured.path("disk").toString()).as("of nobody").isEqualTo("[0,0]");
  }

  @Test
  void ofAgentsThatUseSomethingElseAndOfNoOthersItIsTold() throws Exception {
    byte[] last = AgentUses.since(AGENTS - 3, snapshot, USES).orElseThrow();
    assertThat(new String(last, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"uses":{"id":["%1$s-S4998","%1$s-S4999"],"cpus":[1250],"mem":[1048576],"disk":[-1]}}\
            """
                .formatted(MASTER));

    assertThat(AgentUses.since(AGENTS - 1, snapshot, USES)).isEmpty();
    assertThat(gzipped(AgentUses.since(0, snapshot, USES).orElseThrow())).isLessThan(50_000);
  }

  @Test
  void theSummaryAddsUpToWhatTheAllocationsDo() {
    Totals totals = Totals.of(snapshot);
    Allocations allocations = Allocations.of(snapshot);

    for (String name : Sums.SCALARS) {
      assertThat(totals.used.millis(name))
          .isEqualTo(
              snapshot.agents().stream()
                  .mapToLong(a -> allocations.of(a.id()).totalUsed().scalarMillis(name))
                  .sum());
      for (FrameworkSnapshot framework : snapshot.frameworks()) {
        FrameworkId id = framework.framework().id();
        assertThat(totals.usedBy(id).millis(name))
            .isEqualTo(allocations.of(id).totalUsed().scalarMillis(name));
      }
    }
    assertThat(totals.tasks).isEqualTo(Map.of(TaskState.TASK_RUNNING, TASKS));
  }
}
