package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.protocol.link.FromAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks that cannot be run: each ends in the state and for the reason it should, with a message
 * that says what and why; nothing stays allocated, and a neighbour notices nothing.
 */
class BadTasksTest {

  private static final TaskInfo NEIGHBOUR = Tasks.shell("neighbour", "sleep 1000").build();

  @TempDir Path directory;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentServer> agent = Optional.empty();
  private Optional<Path> mounted = Optional.empty();

  @AfterEach
  void stop() throws Exception {
    agent.ifPresent(AgentServer::close);
    master.close();
    if (mounted.isPresent()) {
      run("umount", "-l", mounted.get().toString());
    }
  }

  private AgentServer start(Path work) throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withKillTasksOnClose(true));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return started;
  }

  private TaskStatus failureOf(TaskInfo task) {
    master.run(task);
    TaskStatus status = master.await(task.getTaskId().getValue(), TaskState.TASK_FAILED);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(status.getReason()).isEqualTo(Reason.REASON_CONTAINER_LAUNCH_FAILED);
    return status;
  }

  private void runNeighbour() {
    master.run(NEIGHBOUR);
    master.await("neighbour", TaskState.TASK_RUNNING);
  }

  /** It runs on, and nobody but it holds anything. */
  private void assertThatOnlyTheNeighbourIsLeft() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(state().at("/frameworks/0/executors"))
                  .extracting(e -> e.path("id").asText())
                  .containsExactly("neighbour");
              assertThat(state().at("/unreserved_resources_allocated/cpus").asDouble())
                  .isEqualTo(0.1);
            });
    assertThat(master.updates("neighbour"))
        .extracting(TaskStatus::getState)
        .doesNotContain(TaskState.TASK_FAILED);
  }

  private JsonNode state() throws IOException, InterruptedException {
    URI uri = URI.create(agent.orElseThrow().url() + "/state");
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body());
  }

  @Test
  void aCommandThatDoesNotExist() throws Exception {
    start(directory);
    runNeighbour();

    TaskStatus failed = failureOf(Tasks.program("t", "no-such-command").build());

    assertThat(failed.getMessage())
        .startsWith(
            "Failed to launch container: the command 'no-such-command' does not exist in the path");
    assertThatOnlyTheNeighbourIsLeft();
  }

  @Test
  void aCommandThatTheShellDoesNotFind() throws Exception {
    start(directory);

    master.run(Tasks.shell("t", "no-such-command").build());

    assertThat(master.await("t", TaskState.TASK_FAILED).getMessage())
        .isEqualTo("Command exited with status 127");
  }

  @Test
  void anImageThatDoesNotExist() throws Exception {
    TestEngine.require();
    start(directory);
    runNeighbour();

    TaskStatus failed = failureOf(Tasks.docker("t", "127.0.0.1:1/no-such-image:1", "true").build());

    assertThat(failed.getMessage())
        .startsWith(
            "Failed to launch container: image '127.0.0.1:1/no-such-image:1' cannot be pulled:");
    assertThatOnlyTheNeighbourIsLeft();
  }

  @Test
  void aCommandThatIsNotInTheImage() throws Exception {
    TestEngine.require();
    start(directory);
    runNeighbour();
    TaskInfo.Builder task = Tasks.docker("t", TestEngine.IMAGE, "");
    task.getCommandBuilder().setShell(false).setValue("no-such-command");

    assertThat(failureOf(task.build()).getMessage())
        .startsWith("Failed to launch container: the command cannot be run:")
        .contains("no-such-command");
    assertThatOnlyTheNeighbourIsLeft();
  }

  @Test
  void aSandboxThatCannotBeMade() throws Exception {
    start(directory);
    runNeighbour();
    Path executors =
        directory.resolve("slaves/m-S0/frameworks").resolve(TestMaster.FRAMEWORK.value());
    Files.createFile(executors.resolve("executors/t"));

    assertThat(failureOf(Tasks.shell("t", "true").build()).getMessage())
        .startsWith("Failed to launch container: the sandbox directory " + executors)
        .contains("cannot be made: Not a directory at " + executors);
    assertThatOnlyTheNeighbourIsLeft();
  }

  @Test
  void aDiskWithoutRoomForASandbox() throws Exception {
    Path work = smallDisk("size=1m,nr_inodes=64");
    start(work);
    runNeighbour();
    for (int i = 0; fits(work.resolve("filler-" + i), 0); i++) {}

    assertThat(failureOf(Tasks.shell("t", "true").build()).getMessage())
        .startsWith("Failed to launch container: the sandbox directory " + work)
        .contains("No space left on device");
    assertThatOnlyTheNeighbourIsLeft();
  }

  @Test
  void aDiskWithoutRoomForTheCheckpoint() throws Exception {
    Path work = smallDisk("size=1m");
    start(work);
    runNeighbour();
    Path filler = work.resolve("filler");
    assertThat(fits(filler, 2 << 20)).isFalse();
    awaitNoRoom();

    master.run(Tasks.shell("refused", "true").build());
    assertThat(master.updates("refused")).as("told before it is written").isEmpty();
    assertThat(health())
        .isEqualTo("503 The checkpoint cannot be written: No space left on device\n");

    Files.delete(filler);
    master.await("refused", TaskState.TASK_FAILED);
    assertThat(master.updates("refused").getLast().getMessage())
        .isEqualTo(
            "Failed to launch container: the agent cannot write to its checkpoint, without which"
                + " it takes on no tasks: No space left on device");
    assertThat(health()).isEqualTo("200 ");
    master.run(Tasks.shell("again", "true").build());
    master.await("again", TaskState.TASK_FINISHED);
    assertThatOnlyTheNeighbourIsLeft();
    agent.orElseThrow().kill();
    start(work);
    assertThat(master.said(FromAgent.Reregister.class).getLast().tasks())
        .extracting(t -> t.task().getTaskId().getValue())
        .contains("neighbour");
  }

  private String health() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(agent.orElseThrow().url() + "/health")).build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  /** The last page of the checkpoint has room for a few more; then nothing is told any more. */
  private void awaitNoRoom() {
    for (int i = 0; i < 20; i++) {
      String id = "t-" + i;
      master.run(Tasks.shell(id, "true").build());
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(3))
            .until(
                () ->
                    master.updates(id).stream()
                        .anyMatch(s -> s.getState() == TaskState.TASK_FINISHED));
      } catch (ConditionTimeoutException noRoom) {
        return;
      }
    }
    throw new AssertionError("the checkpoint always has room");
  }

  /** A file system of its own, with hardly any room. */
  private Path smallDisk(String options) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()))
        .as("mounting needs root")
        .isZero();
    mounted = Optional.of(disk);
    return disk;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Whether a file of this size could be written. */
  private static boolean fits(Path file, int bytes) {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] page = new byte[1 << 10];
      for (int written = 0; written < bytes; written += page.length) {
        out.write(page);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
