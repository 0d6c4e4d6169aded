package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proffer.agent.runtime.ControlGroups;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.Specs;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Processes that take more than their share: each ends in the documented state and for the
 * documented reason, its neighbour runs on, and no process, control group or mount is left.
 */
@Isolated("it looks at what is mounted on the machine before and after")
class GreedyTasksTest {

  private static final int PIDS = 50;

  @TempDir Path directory;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentServer> agent = Optional.empty();
  private Optional<Path> mounted = Optional.empty();
  private List<String> mountsBefore = List.of();

  @BeforeEach
  void start() throws Exception {
    Path work = Files.createDirectory(directory.resolve("work"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", work.toString()))
        .as("mounting needs root")
        .isZero();
    mounted = Optional.of(work);
    mountsBefore = mounts();
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withDocker(Optional.empty())
                .withIsolation(
                    IsolationOptions.defaults()
                        .withPidsLimit(PIDS)
                        .withDiskQuota(Duration.ofMillis(100)))
                .withKillTasksOnClose(true));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    master.run(Tasks.shell("neighbour", "while :; do sleep 0.05; done").build());
    TaskStatus neighbour = master.await("neighbour", TaskState.TASK_RUNNING);
    assumeThat(groups(neighbour)).as("this needs control groups").isNotEmpty();
  }

  @AfterEach
  void stop() throws Exception {
    agent.ifPresent(AgentServer::close);
    master.close();
    if (mounted.isPresent()) {
      run("umount", "-l", mounted.get().toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Without those that engines beside this agent make and undo for containers of their own. */
  private List<String> mounts() throws IOException {
    try (Stream<String> all = Files.lines(Path.of("/proc/self/mounts"))) {
      return all.filter(mount -> !isOfAnother(Path.of(mount.split(" ", 3)[1]))).toList();
    }
  }

  private boolean isOfAnother(Path mountPoint) {
    Path temporary = directory.getParent();
    boolean besides = mountPoint.startsWith(temporary) && !mountPoint.equals(temporary);
    return (besides && !mountPoint.startsWith(directory))
        || mountPoint.startsWith("/var/lib/docker")
        || mountPoint.startsWith("/run/docker");
  }

  private TaskStatus run(TaskInfo.Builder task) {
    master.run(task.build());
    return master.await(task.getTaskId().getValue(), TaskState.TASK_RUNNING);
  }

  /** In whose name a task's control groups are, wherever they are. */
  private static List<Path> groups(TaskStatus status) throws IOException {
    return ControlGroups.named(status.getContainerStatus().getContainerId().getValue());
  }

  private static long processes(TaskStatus status) throws IOException {
    String container = status.getContainerStatus().getContainerId().getValue();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(p -> read(p.resolve("cgroup")).contains(container))
          .count();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private void assertThatNothingIsLeftOf(TaskStatus greedy) {
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(groups(greedy)).isEmpty();
              assertThat(processes(greedy)).isZero();
            });
    assertThat(master.updates("neighbour"))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
    try {
      assertThat(mounts()).isEqualTo(mountsBefore);
      TaskStatus after = run(Tasks.shell("after", "sleep 1000"));
      Awaitility.await().untilAsserted(() -> assertThat(processes(after)).isPositive());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void kill(String task) {
    KillPolicy policy =
        KillPolicy.newBuilder()
            .setGracePeriod(
                DurationInfo.newBuilder().setNanoseconds(Duration.ofMillis(200).toNanos()))
            .build();
    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId(task), Optional.of(policy)));
  }

  @Test
  void aForkBombIsHeldToItsPidsAndCanBeKilled() throws IOException {
    TaskStatus bomb =
        run(
            Tasks.shell(
                "bomb",
                "bomb() { (bomb; sleep 1000) & (bomb; sleep 1000) & sleep 1000; };"
                    + " (bomb) 2>/dev/null & exec sleep 1000"));
    Awaitility.await().untilAsserted(() -> assertThat(processes(bomb)).isGreaterThan(PIDS / 2));
    assertThat(processes(bomb)).isLessThanOrEqualTo(PIDS);

    kill("bomb");

    master.await("bomb", TaskState.TASK_KILLED);
    assertThatNothingIsLeftOf(bomb);
  }

  @Test
  void aTaskThatOutgrowsItsDiskFails() {
    TaskStatus filler =
        run(
            Tasks.shell("filler", "head -c 6m /dev/zero > fill; sleep 1000")
                .addResources(Specs.scalar("disk", 4)));

    TaskStatus failed = master.await("filler", TaskState.TASK_FAILED);

    assertThat(failed.getReason()).isEqualTo(Reason.REASON_CONTAINER_LIMITATION_DISK);
    assertThat(failed.getMessage()).matches("Disk usage \\(\\d+[KM]?B\\) exceeds quota \\(4MB\\)");
    assertThat(failed.getLimitation().getResourcesList())
        .singleElement()
        .satisfies(r -> assertThat(r.getName()).isEqualTo("disk"));
    assertThatNothingIsLeftOf(filler);
  }

  @Test
  void aFullDiskIsTheTroubleOfWhoFillsIt() {
    TaskStatus filler = run(Tasks.shell("filler", "sleep 0.2; head -c 60m /dev/zero > fill"));

    TaskStatus failed = master.await("filler", TaskState.TASK_FAILED);

    assertThat(failed.getMessage()).isEqualTo("Command exited with status 1");
    assertThat(read(Path.of(sandbox(filler)).resolve("fill"))).isNotEmpty();
    assertThat(Path.of(sandbox(filler)).resolve("fill").toFile().delete()).isTrue();
    assertThatNothingIsLeftOf(filler);
  }

  private String sandbox(TaskStatus status) {
    return mounted
        .orElseThrow()
        .resolve("slaves/m-S0/frameworks")
        .resolve(TestMaster.FRAMEWORK.value())
        .resolve("executors")
        .resolve(status.getTaskId().getValue())
        .resolve("runs/latest")
        .toString();
  }

  @Test
  void aTaskThatIgnoresTermIsKilledAfterItsGrace() {
    TaskStatus stubborn =
        run(
            Tasks.shell(
                "stubborn",
                "trap '' TERM; (setsid sleep 1000 &); touch ready; while :; do sleep 0.05; done"));
    Awaitility.await().until(() -> Files.exists(Path.of(sandbox(stubborn)).resolve("ready")));

    kill("stubborn");

    TaskStatus killed = master.await("stubborn", TaskState.TASK_KILLED);
    assertThat(killed.getMessage()).isEqualTo("Command terminated with signal Killed");
    assertThatNothingIsLeftOf(stubborn);
  }

  @Test
  void aTaskThatOutgrowsItsMemoryFails() {
    TaskStatus hog = run(Tasks.shell("hog", "tail /dev/zero; sleep 0.1; exit 3"));

    TaskStatus failed = master.await("hog", TaskState.TASK_FAILED);

    assertThat(failed.getReason()).isEqualTo(Reason.REASON_CONTAINER_LIMITATION_MEMORY);
    assertThat(failed.getMessage())
        .startsWith("Memory limit exceeded: Requested: 32MB Maximum Used: 32MB")
        .contains("MEMORY STATISTICS");
    assertThat(failed.getLimitation().getResourcesList())
        .singleElement()
        .satisfies(r -> assertThat(r.getName()).isEqualTo("mem"));
    assertThatNothingIsLeftOf(hog);
  }

  @Test
  void itFailsAsAWholeWhenOneOfItsProcessesDoes() {
    TaskStatus parent = run(Tasks.shell("parent", "tail /dev/zero; exec sleep 1000"));

    TaskStatus failed = master.await("parent", TaskState.TASK_FAILED);

    assertThat(failed.getReason()).isEqualTo(Reason.REASON_CONTAINER_LIMITATION_MEMORY);
    assertThat(failed.getMessage()).startsWith("Memory limit exceeded: Requested: 32MB");
    assertThatNothingIsLeftOf(parent);
  }
}
