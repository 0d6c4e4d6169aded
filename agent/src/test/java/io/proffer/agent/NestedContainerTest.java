package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.SessionClient.Input;
import io.proffer.agent.SessionClient.Session;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.protocol.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.agent.Protos.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands inside the containers of tasks that really run, as processes and in Docker. */
@SuppressWarnings("deprecation") // old names of calls, which clients use still
class NestedContainerTest {

  /** What a task is run as. */
  enum Kind {
    PROCESS,
    DOCKER
  }

  /** Clients compare it. */
  private static final String NO_TERMINAL =
      "I/O switchboard server was disabled for this container";

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private AgentServer agent;
  private SessionClient client;

  @BeforeEach
  void start() throws Exception {
    agent =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000"))
                .withKillTasksOnClose(true));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    client = new SessionClient(agent, MediaType.JSON);
  }

  @AfterEach
  void stop() {
    client.close();
    agent.close();
    master.close();
  }

  private ContainerID runTask(Kind kind) throws IOException {
    TaskInfo.Builder task =
        switch (kind) {
          case PROCESS -> Tasks.shell("t1", "echo mine > here; sleep 1000");
          case DOCKER -> {
            TestEngine.require();
            yield Tasks.docker("t1", TestEngine.IMAGE, "echo mine > here; sleep 1000");
          }
        };
    task.getCommandBuilder()
        .getEnvironmentBuilder()
        .addVariablesBuilder()
        .setName("GREETING")
        .setValue("hello");
    master.run(task.build());
    return master.await("t1", TaskState.TASK_RUNNING).getContainerStatus().getContainerId();
  }

  private static ContainerID in(ContainerID parent) {
    return ContainerID.newBuilder().setValue(UUID.randomUUID() + "").setParent(parent).build();
  }

  private static CommandInfo shell(String command) {
    return CommandInfo.newBuilder().setValue(command).build();
  }

  private static List<ProcessHandle> processesWith(String text) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(p -> arguments(p).contains(text)).toList();
    }
  }

  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aSessionSaysWhatItsCommandSaysAndHowItEnded() throws Exception {
    saysWhatItsCommandSays(runTask(Kind.PROCESS));
  }

  private void saysWhatItsCommandSays(ContainerID parent) throws Exception {
    ContainerID id = in(parent);
    // A task runs from its first instruction on, which may be before it has written its file.
    String read = "until [ -s here ]; do sleep 0.05; done; cat here";

    Session session =
        client
            .session(id, shell("echo $GREETING; " + read + "; echo bad >&2; exit 7"), false)
            .awaitEnd();

    assertThat(session.stdout()).isEqualTo("hello\nmine\n");
    assertThat(session.stderr()).isEqualTo("bad\n");
    assertThat(client.waitFor(id)).isEqualTo(7 << 8);
  }

  @Test
  void itsInputCanBeWrittenAndEnded() throws Exception {
    takesInput(runTask(Kind.PROCESS));
  }

  private void takesInput(ContainerID parent) throws Exception {
    ContainerID id = in(parent);
    Session session = client.session(id, shell("cat; echo end"), false);

    try (Input input = client.input(id)) {
      input.say("one\n");
      session.awaitStdout("one\n");
      input.say("two\n").say("");
      assertThat(input.response().statusCode()).isEqualTo(200);
      session.awaitEnd();
    }

    assertThat(session.stdout()).isEqualTo("one\ntwo\nend\n");
    assertThat(client.waitFor(id)).isZero();
  }

  @Test
  void itMayHaveATerminalWhoseSizeChanges() throws Exception {
    hasATerminal(runTask(Kind.PROCESS));
  }

  private void hasATerminal(ContainerID parent) throws Exception {
    ContainerID id = in(parent);
    Session session = client.session(id, shell("exec sh -i"), true);

    try (Input input = client.input(id)) {
      input.say("[ -t 0 ] && [ -t 1 ] && echo is-a-$((1+1))-tty; stty size\n");
      session.awaitStdout("is-a-2-tty");
      session.awaitStdout("33 111");
      input.resize(44, 99).say("stty size\n");
      session.awaitStdout("44 99");
      input.say("exit 3\n");
      session.awaitEnd();
    }

    assertThat(client.waitFor(id)).isEqualTo(3 << 8);
  }

  @Test
  void aSessionEndsWithItsConnection() throws Exception {
    endsWithItsConnection(runTask(Kind.PROCESS));
  }

  private void endsWithItsConnection(ContainerID parent) throws Exception {
    ContainerID id = in(parent);
    try (SessionClient leaving = new SessionClient(agent, MediaType.JSON)) {
      leaving
          .session(
              id, shell("(sleep 765432 &); trap '' HUP TERM; echo on; sleep 765432; echo"), false)
          .awaitStdout("on");
      assertThat(processesWith("765432")).isNotEmpty();
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(processesWith("765432")).isEmpty());
    assertThat(client.waitFor(id)).isNotZero();
  }

  @Test
  void aSessionEndsWithItsTask() throws Exception {
    endsWithItsTask(runTask(Kind.PROCESS));
  }

  private void endsWithItsTask(ContainerID parent) throws Exception {
    ContainerID id = in(parent);
    Session session = client.session(id, shell("echo on; sleep 654321; echo"), false);
    session.awaitStdout("on");

    master.say(
        new io.proffer.core.protocol.link.ToAgent.KillTask(
            TestMaster.FRAMEWORK, new io.proffer.core.model.TaskId("t1"), Optional.empty()));

    session.awaitEnd();
    Awaitility.await().untilAsserted(() -> assertThat(processesWith("654321")).isEmpty());
  }

  @Test
  void aContainerInATaskRunsOnItsOwnUntilItIsKilled() throws Exception {
    runsOnItsOwn(runTask(Kind.PROCESS));
  }

  private void runsOnItsOwn(ContainerID parent) throws Exception {
    ContainerID id = in(parent);

    assertThat(launch(id, "echo out; echo err >&2; sleep 543210; echo")).isEqualTo(200);
    assertThat(launch(id, "true")).as("the same again").isEqualTo(202);
    Path sandbox = sandboxOf(parent).resolve("containers").resolve(id.getValue());
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(sandbox.resolve("stdout")).hasContent("out");
              assertThat(sandbox.resolve("stderr")).hasContent("err");
            });
    assertThat(remove(id)).as("it runs").isEqualTo(500);

    assertThat(kill(id, 15)).isEqualTo(200);
    assertThat(client.waitFor(id)).isIn(15, (128 + 15) << 8);
    assertThat(kill(id, 15)).as("it has ended").isEqualTo(404);
    assertThat(remove(id)).isEqualTo(200);
    Awaitility.await().untilAsserted(() -> assertThat(processesWith("543210")).isEmpty());
  }

  private Path sandboxOf(ContainerID container) throws IOException {
    try (Stream<Path> all = Files.walk(work.resolve("slaves"))) {
      return all.filter(p -> p.endsWith(container.getValue()) && Files.isDirectory(p))
          .findFirst()
          .orElseThrow();
    }
  }

  private int launch(ContainerID id, String command) throws Exception {
    return client
        .call(
            Call.newBuilder()
                .setType(Call.Type.LAUNCH_NESTED_CONTAINER)
                .setLaunchNestedContainer(
                    Call.LaunchNestedContainer.newBuilder()
                        .setContainerId(id)
                        .setCommand(shell(command)))
                .build())
        .statusCode();
  }

  private int kill(ContainerID id, int signal) throws Exception {
    return client
        .call(
            Call.newBuilder()
                .setType(Call.Type.KILL_CONTAINER)
                .setKillContainer(
                    Call.KillContainer.newBuilder().setContainerId(id).setSignal(signal))
                .build())
        .statusCode();
  }

  private int remove(ContainerID id) throws Exception {
    return client
        .call(
            Call.newBuilder()
                .setType(Call.Type.REMOVE_CONTAINER)
                .setRemoveContainer(Call.RemoveContainer.newBuilder().setContainerId(id))
                .build())
        .statusCode();
  }

  /** In one container, as starting it is what takes time. */
  @Test
  void allOfItIsTheSameInDocker() throws Exception {
    ContainerID parent = runTask(Kind.DOCKER);

    saysWhatItsCommandSays(parent);
    takesInput(parent);
    hasATerminal(parent);
    endsWithItsConnection(parent);
    runsOnItsOwn(parent);
    endsWithItsTask(parent);
  }

  @Test
  void aTaskWithATerminalCanBeJoined() throws Exception {
    TestEngine.require();
    TaskInfo.Builder task = Tasks.docker("t1", TestEngine.IMAGE, "exec sh -i");
    task.getContainerBuilder()
        .setTtyInfo(
            TTYInfo.newBuilder()
                .setWindowSize(TTYInfo.WindowSize.newBuilder().setRows(22).setColumns(77)));
    master.run(task.build());
    ContainerID id =
        master.await("t1", TaskState.TASK_RUNNING).getContainerStatus().getContainerId();
    Session session = client.stream(attachOutput(id));

    try (Input input = client.input(id)) {
      input.say("stty size; echo on-$((1+1))\n");
      session.awaitStdout("22 77");
      session.awaitStdout("on-2");
      input.resize(33, 99).say("stty size\n");
      session.awaitStdout("33 99");
      assertThat(sandboxOf(id).resolve("stdout")).content().contains("on-2");
      input.say("exit\n");
      session.awaitEnd();
    }
  }

  @Test
  void aTaskThatIsAProcessIsNotGivenATerminalThatWouldNotLast() {
    TaskInfo.Builder task = Tasks.shell("t1", "sleep 1000");
    task.getContainerBuilder()
        .setType(ContainerInfo.Type.MESOS)
        .setTtyInfo(TTYInfo.getDefaultInstance());
    master.run(task.build());

    assertThat(master.await("t1", TaskState.TASK_FAILED).getMessage()).contains("tty_info");
  }

  private static Call attachOutput(ContainerID id) {
    return Call.newBuilder()
        .setType(Call.Type.ATTACH_CONTAINER_OUTPUT)
        .setAttachContainerOutput(Call.AttachContainerOutput.newBuilder().setContainerId(id))
        .build();
  }

  @Test
  void moreThanOneMayListenButOnlyOneMaySpeak() throws Exception {
    ContainerID id = in(runTask(Kind.PROCESS));
    Session session = client.session(id, shell("cat"), false);
    SessionClient other = new SessionClient(agent, MediaType.JSON);
    Session listener = other.stream(attachOutput(id));

    try (Input first = client.input(id)) {
      first.say("both\n");
      session.awaitStdout("both");
      listener.awaitStdout("both");
      try (Input second = client.input(id)) {
        assertThat(second.response().statusCode()).isEqualTo(409);
      }
      other.close();
      first.say("still\n");
      session.awaitStdout("still");
      first.say("");
      session.awaitEnd();
    }
  }

  @Test
  void protobufIsSpokenAsWell() throws Exception {
    ContainerID id = in(runTask(Kind.PROCESS));
    try (SessionClient protobuf = new SessionClient(agent, MediaType.PROTOBUF)) {
      Session session = protobuf.session(id, shell("cat"), false);
      try (Input input = protobuf.input(id)) {
        input.say("over\n").say("");
        assertThat(session.awaitEnd().stdout()).isEqualTo("over\n");
      }
      assertThat(protobuf.waitFor(id)).isZero();
    }
  }

  @Test
  void muchOutputIsAllThere() throws Exception {
    ContainerID id = in(runTask(Kind.PROCESS));

    Session session = client.session(id, shell("head -c 20000000 /dev/zero"), false).awaitEnd();

    assertThat(session.stdout()).hasSize(20_000_000);
  }

  @Test
  void whatCannotBeIsRefusedWithTheReason() throws Exception {
    ContainerID parent = runTask(Kind.PROCESS);
    ContainerID nowhere = in(ContainerID.newBuilder().setValue("nowhere").build());

    Session lost = client.session(nowhere, shell("true"), false);
    assertThat(lost.status()).isEqualTo(400);
    assertThat(lost.refusal()).contains("nowhere");

    Session orphan =
        client.session(ContainerID.newBuilder().setValue("x").build(), shell("true"), false);
    assertThat(orphan.status()).isEqualTo(400);
    assertThat(orphan.refusal()).contains("parent' to be present");

    Session malformed =
        client.session(
            ContainerID.newBuilder().setValue("../x").setParent(parent).build(),
            shell("true"),
            false);
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.refusal()).contains("invalid characters");

    Session missing =
        client.session(
            in(parent),
            CommandInfo.newBuilder().setShell(false).setValue("no-such-program").build(),
            false);
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.refusal()).contains("no-such-program");

    assertThat(
            client
                .call(
                    Call.newBuilder()
                        .setType(Call.Type.LAUNCH_NESTED_CONTAINER)
                        .setLaunchNestedContainer(
                            Call.LaunchNestedContainer.newBuilder()
                                .setContainerId(in(parent))
                                .setCommand(shell("true"))
                                .setContainer(
                                    ContainerInfo.newBuilder()
                                        .setType(ContainerInfo.Type.MESOS)
                                        .setHostname("h")))
                        .build())
                .statusCode())
        .isEqualTo(400);
    try (Input input = client.input(in(parent))) {
      assertThat(input.response().statusCode()).as("as for one that has ended").isEqualTo(500);
    }
    try (Input input = client.input(nowhere)) {
      assertThat(input.response().statusCode()).isEqualTo(404);
    }
    try (Input input = client.input(parent)) {
      assertThat(input.response().body()).isEqualTo(NO_TERMINAL);
    }
    assertThat(
            client
                .call(
                    Call.newBuilder()
                        .setType(Call.Type.ATTACH_CONTAINER_INPUT)
                        .setAttachContainerInput(Call.AttachContainerInput.getDefaultInstance())
                        .build())
                .statusCode())
        .isEqualTo(415);
  }
}
