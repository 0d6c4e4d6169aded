package io.proffer.cli.session;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code proffer task attach}, a master and an agent, and a task with a terminal in Docker. */
class AttachedTaskTest {

  private static final String IMAGE = "proffer/attach-test:local";
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

  @TempDir Path work;

  @Test
  void whatIsTypedGoesToTheTaskAndWhatItSaysComesBack() throws Exception {
    requireImage();
    try (MasterServer master =
            MasterServer.start(MasterOptions.standalone(work.resolve("master")));
        AgentServer agent =
            AgentServer.start(
                AgentOptions.of(master.address(), work.resolve("agent"))
                    .withResources(Optional.of("cpus:1;mem:512;disk:100"))
                    .withKillTasksOnClose(true))) {
      agent.registered().toCompletableFuture().get(30, TimeUnit.SECONDS);
      Console console = new Console();
      try (RunningFramework framework =
          Proffer.framework("console").master(master.address()).start(console)) {
        console.runs.get(30, TimeUnit.SECONDS);
        CapturedTerminal terminal =
            new CapturedTerminal(
                Map.of("PROFFER_MASTER", master.address()), "echo on-$((1+1)); stty size\nexit\n");

        assertThat(terminal.exitStatus("task", "attach", "console.1")).as(terminal.err()).isZero();

        assertThat(terminal.out()).contains("on-2").contains("22 77");
        assertThat(console.ends.get(30, TimeUnit.SECONDS)).isEqualTo(TaskState.TASK_FINISHED);
        framework.driver().teardown();
      }
    }
  }

  /** Skips the test where no engine answers, unless there must be one. */
  private void requireImage() throws IOException, InterruptedException {
    boolean possible = Files.exists(BUSYBOX) && docker("version");
    if ("1".equals(System.getenv("PROFFER_REQUIRE_DOCKER"))) {
      assertThat(possible).as("PROFFER_REQUIRE_DOCKER=1: an engine, and busybox-static").isTrue();
    }
    assumeTrue(possible, "no Docker engine answers");
    Path context = Files.createDirectory(work.resolve("image"));
    Files.copy(BUSYBOX, context.resolve("busybox"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY busybox /bin/busybox
        COPY busybox /bin/sh
        COPY busybox /bin/stty
        """);
    assertThat(docker("build", "-q", "-t", IMAGE, context.toString())).isTrue();
  }

  private boolean docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(work.resolve("docker.log").toFile())
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such command here
    }
  }

  /** Runs one task with a terminal. */
  private static final class Console implements Scheduler {
    private final CompletableFuture<Void> runs = new CompletableFuture<>();
    private final CompletableFuture<TaskState> ends = new CompletableFuture<>();

    @Override
    public void offered(Offers offers, Driver driver) {
      if (!runs.isDone()) {
        offers.launch(
            task("console.1")
                .image(IMAGE)
                .command("exec sh -i")
                .with(
                    t ->
                        t.getContainerBuilder()
                            .getTtyInfoBuilder()
                            .getWindowSizeBuilder()
                            .setRows(22)
                            .setColumns(77)));
      }
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      if (update.state() == TaskState.TASK_RUNNING) {
        runs.complete(null);
      } else if (update.isTerminal()) {
        ends.complete(update.state());
      }
    }
  }
}
