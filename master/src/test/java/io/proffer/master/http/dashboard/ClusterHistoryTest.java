package io.proffer.master.http.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.core.history.SampleRing;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.actor.MaintenanceSnapshot;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.actor.RoleSettingsSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Task;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class ClusterHistoryTest {

  private static final Instant ELECTED = Instant.parse("2026-03-01T12:00:00Z");
  private static final FrameworkId FRAMEWORK = new FrameworkId("f");
  private static final AgentId AGENT = new AgentId("a");

  private final ClusterHistory history = new ClusterHistory(ELECTED);
  private final Activity activity = new Activity(InstantSource.fixed(ELECTED));

  private void sampled(int n, MasterSnapshot snapshot) {
    history.add(ELECTED.plus(ClusterHistory.EVERY.multipliedBy(n)), snapshot, activity);
  }

  private static JsonNode read(byte[] json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  private static MasterSnapshot nothing() {
    return of(List.of(), List.of());
  }

  private static MasterSnapshot running(TaskState... states) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      tasks.add(task("t" + i, states[i]));
    }
    return of(
        List.of(agent()),
        List.of(
            new FrameworkSnapshot(framework(), tasks, List.of(), List.of(), List.of(), List.of())));
  }

  private static MasterSnapshot of(List<Agent> agents, List<FrameworkSnapshot> frameworks) {
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

  private static Agent agent() {
    return new Agent(
        AGENT,
        AgentInfo.newBuilder().setHostname("node").build(),
        "10.0.0.1:5051",
        "1",
        List.of(),
        Resources.parse("cpus:8;mem:1024"),
        List.of(),
        Optional.of(new AgentLink(1, 0)),
        ELECTED,
        Optional.empty());
  }

  private static Framework framework() {
    return new Framework(
        FRAMEWORK,
        FrameworkInfo.newBuilder().setName("framework").setUser("root").build(),
        new TreeSet<>(List.of("web")),
        new TreeSet<>(),
        Optional.empty(),
        false,
        ELECTED,
        ELECTED,
        Optional.empty(),
        Optional.empty());
  }

  private static Task task(String id, TaskState state) {
    return new Task(
        new TaskKey(FRAMEWORK, new TaskId(id)),
        TaskInfo.newBuilder()
            .setName(id)
            .setTaskId(new TaskId(id).toProto())
            .setAgentId(AGENT.toProto())
            .build(),
        AGENT,
        "web",
        Resources.parse("cpus:0.5;mem:64"),
        Optional.empty(),
        state,
        List.of(
            TaskStatus.newBuilder().setTaskId(new TaskId(id).toProto()).setState(state).build()),
        Optional.empty());
  }

  @Test
  void whatTheClusterHadIsToldAsColumnsAndSinceWhenItIsKnown() throws IOException {
    sampled(0, nothing());
    sampled(1, running(TaskState.TASK_RUNNING, TaskState.TASK_STAGING));

    JsonNode told = read(history.render());
    assertThat(told.path("since").asLong()).isEqualTo(ELECTED.getEpochSecond());
    assertThat(told.path("at")).hasSize(2);
    assertThat(told.path("cpus").toString()).isEqualTo("[0,8]");
    assertThat(told.path("cpusUsed").toString()).isEqualTo("[0,1]");
    assertThat(told.path("memUsed").toString()).isEqualTo("[0,128]");
    assertThat(told.path("running").toString()).isEqualTo("[0,1]");
    assertThat(told.path("waiting").toString()).isEqualTo("[0,1]");
  }

  @Test
  void aFrameworkIsKnownForAnHourAfterItHasGone() throws IOException {
    sampled(0, running(TaskState.TASK_RUNNING));
    for (int n = 1; n <= ClusterHistory.SAMPLES; n++) {
      sampled(n, nothing());
    }
    assertThat(read(history.render(FRAMEWORK)).path("tasks").toString()).isEqualTo("[1]");

    sampled(ClusterHistory.SAMPLES + 1, nothing());
    assertThat(read(history.render(FRAMEWORK)).path("at")).isEmpty();
    assertThat(read(history.render()).path("at")).hasSize(ClusterHistory.SAMPLES);
  }

  @Test
  void itTakesNoMoreThanFiveMegabytesHoweverLargeTheClusterIs() {
    assertThat(
            SampleRing.maxBytes(ClusterHistory.SAMPLES, 15)
                + ClusterHistory.MAX_FRAMEWORKS * SampleRing.maxBytes(ClusterHistory.SAMPLES, 8))
        .isLessThan(5_000_000);
  }
}
