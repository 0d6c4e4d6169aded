package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.runtime.docker.TestEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of tasks that really run, as processes and in Docker. */
class TaskChecksTest {

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private AgentServer agent;

  @BeforeEach
  void start() throws Exception {
    agent =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000"))
                .withKillTasksOnClose(true));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    agent.close();
    master.close();
  }

  private static CheckInfo.Builder check() {
    return CheckInfo.newBuilder().setDelaySeconds(0).setIntervalSeconds(0.1).setTimeoutSeconds(5);
  }

  private static CheckInfo command(String value) {
    return check()
        .setType(CheckInfo.Type.COMMAND)
        .setCommand(CheckInfo.Command.newBuilder().setCommand(shell(value)))
        .build();
  }

  private static HealthCheck.Builder healthCheck() {
    return HealthCheck.newBuilder()
        .setDelaySeconds(0)
        .setIntervalSeconds(0.1)
        .setTimeoutSeconds(5)
        .setGracePeriodSeconds(0);
  }

  private static HealthCheck healthCommand(String value, double timeout) {
    return healthCheck()
        .setType(HealthCheck.Type.COMMAND)
        .setCommand(shell(value))
        .setTimeoutSeconds(timeout)
        .setConsecutiveFailures(2)
        .build();
  }

  private static CommandInfo shell(String value) {
    return CommandInfo.newBuilder().setValue(value).build();
  }

  private void run(TaskInfo.Builder task) {
    master.run(task.build());
    master.await(task.getTaskId().getValue(), TaskState.TASK_RUNNING);
  }

  private static TaskInfo.Builder docker(String id, String command) throws IOException {
    TestEngine.require();
    return Tasks.docker(id, TestEngine.IMAGE, command);
  }

  private CheckStatusInfo awaitCheck(String task, CheckStatusInfo wanted) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(master.updates(task))
                    .extracting(TaskStatus::getCheckStatus)
                    .contains(wanted));
    return wanted;
  }

  private void awaitHealthy(String task, boolean healthy) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(master.updates(task))
                    .anyMatch(s -> s.hasHealthy() && s.getHealthy() == healthy));
  }

  private static CheckStatusInfo exited(int code) {
    return CheckStatusInfo.newBuilder()
        .setType(CheckInfo.Type.COMMAND)
        .setCommand(CheckStatusInfo.Command.newBuilder().setExitCode(code))
        .build();
  }

  private static List<ProcessHandle> processesWith(String text) {
    return ProcessHandle.allProcesses().filter(p -> arguments(p).contains(text)).toList();
  }

  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aCommandSeesTheTasksSandboxAndEnvironment() {
    TaskInfo.Builder task =
        Tasks.shell("t1", "sleep 1; touch ready; sleep 1000")
            .setCheck(command("test -e ready && exit $CODE"));
    task.getCommandBuilder()
        .getEnvironmentBuilder()
        .addVariablesBuilder()
        .setName("CODE")
        .setValue("42");
    run(task);

    awaitCheck("t1", exited(1));
    awaitCheck("t1", exited(42));
    assertThat(master.updates("t1"))
        .last()
        .satisfies(
            s ->
                assertThat(s.getReason())
                    .isEqualTo(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED));
  }

  @Test
  void aCommandThatHangsAndIgnoresSigtermIsKilledWithAllItStartedAndThenTheTask() {
    run(
        Tasks.shell("t1", "sleep 1000")
            .setHealthCheck(
                healthCommand("trap '' TERM; setsid sleep 987654 & sleep 987654", 0.5)));

    TaskStatus killed = master.await("t1", TaskState.TASK_KILLED);

    assertThat(killed.getHealthy()).isFalse();
    assertThat(killed.hasHealthy()).isTrue();
    assertThat(master.updates("t1"))
        .filteredOn(s -> s.getState() == TaskState.TASK_RUNNING && s.hasHealthy())
        .hasSize(2);
    Awaitility.await().untilAsserted(() -> assertThat(processesWith("987654")).isEmpty());
  }

  @Test
  void aProcessIsHealthyWhileSomebodyListens() throws Exception {
    try (ServerSocket server =
        new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      run(
          Tasks.shell("t1", "sleep 1000")
              .setHealthCheck(
                  healthCheck()
                      .setType(HealthCheck.Type.TCP)
                      .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(server.getLocalPort()))
                      .setConsecutiveFailures(1)));
      awaitHealthy("t1", true);
    }
    assertThat(master.await("t1", TaskState.TASK_KILLED).getHealthy()).isFalse();
  }

  @Test
  void aDockerTaskIsLookedAtFromInsideItsOwnNetwork() throws Exception {
    run(
        docker(
                "t1",
                "exec nc -ll -p 8080 -e sh -c 'while read l; do [ ${#l} -le 1 ] && break; done;"
                    + " printf \"HTTP/1.0 204 Well\\r\\n\\r\\n\"'")
            .setHealthCheck(
                healthCheck()
                    .setType(HealthCheck.Type.HTTP)
                    .setHttp(HealthCheck.HTTPCheckInfo.newBuilder().setPort(8080).setPath("/"))
                    .setConsecutiveFailures(1_000))
            .setCheck(
                check().setType(CheckInfo.Type.TCP).setTcp(CheckInfo.Tcp.newBuilder().setPort(1))));

    awaitHealthy("t1", true);
    awaitCheck(
        "t1",
        CheckStatusInfo.newBuilder()
            .setType(CheckInfo.Type.TCP)
            .setTcp(CheckStatusInfo.Tcp.newBuilder().setSucceeded(false))
            .build());
  }

  @Test
  void aCommandRunsInsideADockerTask() throws Exception {
    run(
        docker("t1", "touch /only-here; sleep 1000")
            .setCheck(command("[ -e /only-here ] && exit 42")));

    awaitCheck("t1", exited(42));
  }

  @Test
  void aCommandThatHangsInADockerTaskIsKilledThere() throws Exception {
    run(
        docker("t1", "sleep 1000")
            .setHealthCheck(
                healthCommand("trap '' TERM; sleep 876543", 0.5).toBuilder()
                    .setConsecutiveFailures(1_000_000)));

    awaitHealthy("t1", false);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(master.updates("t1"))
                    .filteredOn(TaskStatus::hasHealthy)
                    .hasSizeGreaterThan(3));

    assertThat(processesWith("876543"))
        .as("of those that timed out none is left")
        .hasSizeLessThan(4);
  }
}
