package io.proffer.master.http.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.actor.MaintenanceSnapshot;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.actor.RoleSettingsSnapshot;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

class RenderedTasksTest {

  private static final FrameworkId FRAMEWORK = new FrameworkId("m-0000");
  private static final AgentId AGENT = new AgentId("m-S0");

  private final List<Task> tasks =
      new ArrayList<>(
          IntStream.range(0, 1000).mapToObj(i -> task(i, TaskState.TASK_RUNNING)).toList());

  @Test
  void eachTaskIsAsItWouldBeByItself() {
    Function<Task, byte[]> rendered = new RenderedTasks().of(snapshot());

    assertThat(tasks)
        .allSatisfy(task -> assertThat(rendered.apply(task)).isEqualTo(RenderedTasks.one(task)));
    assertThat(text(rendered.apply(tasks.get(7)))).startsWith("{\"id\":\"t7\",");
  }

  @Test
  void onlyWhatHasChangedIsRenderedAgain() {
    RenderedTasks kept = new RenderedTasks();
    Function<Task, byte[]> before = kept.of(snapshot());
    List<Task> old = List.copyOf(tasks);
    tasks.set(7, task(7, TaskState.TASK_FINISHED));
    Function<Task, byte[]> after = kept.of(snapshot());

    assertThat(text(after.apply(tasks.get(7)))).contains("TASK_FINISHED");
    assertThat(IntStream.range(0, 1000).filter(i -> i != 7))
        .allSatisfy(i -> assertThat(after.apply(old.get(i))).isSameAs(before.apply(old.get(i))));
  }

  @Test
  void whatIsTooMuchToKeepIsRenderedEachTime() {
    int bytesOfOne = RenderedTasks.one(tasks.get(0)).length;
    RenderedTasks kept = new RenderedTasks(10L * bytesOfOne);
    Function<Task, byte[]> before = kept.of(snapshot());
    Function<Task, byte[]> after = kept.of(snapshot());

    assertThat(after.apply(tasks.get(0))).isSameAs(before.apply(tasks.get(0)));
    assertThat(after.apply(tasks.get(999)))
        .isEqualTo(before.apply(tasks.get(999)))
        .isNotSameAs(before.apply(tasks.get(999)));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Task task(int number, TaskState state) {
    TaskId id = new TaskId("t" + number);
    return new Task(
        new TaskKey(FRAMEWORK, id),
        TaskInfo.newBuilder()
            .setName("web")
            .setTaskId(id.toProto())
            .setAgentId(AGENT.toProto())
            .build(),
        AGENT,
        "web",
        Resources.parse("cpus:0.5;mem:128"),
        Optional.empty(),
        state,
        List.of(),
        Optional.empty());
  }

  /** Some of the tasks have ended. */
  private MasterSnapshot snapshot() {
    Framework framework =
        new Framework(
            FRAMEWORK,
            FrameworkInfo.newBuilder().setName("framework").setUser("root").build(),
            new TreeSet<>(List.of("web")),
            new TreeSet<>(),
            Optional.empty(),
            false,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty());
    FrameworkSnapshot running =
        new FrameworkSnapshot(
            framework,
            List.copyOf(tasks.subList(0, 300)),
            List.copyOf(tasks.subList(300, 400)),
            List.copyOf(tasks.subList(400, 500)),
            List.of(),
            List.of());
    FrameworkSnapshot completed =
        new FrameworkSnapshot(
            framework,
            List.of(),
            List.of(),
            List.copyOf(tasks.subList(500, 1000)),
            List.of(),
            List.of());
    return new MasterSnapshot(
        1,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(running),
        List.of(completed),
        List.of(),
        List.of(),
        MaintenanceSnapshot.NONE,
        RoleSettingsSnapshot.NONE);
  }
}
