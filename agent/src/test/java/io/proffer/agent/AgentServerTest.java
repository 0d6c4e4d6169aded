package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.proffer.agent.runtime.ControlGroups;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentServerTest {

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private final List<AgentServer> agents = new ArrayList<>();

  @AfterEach
  void stop() {
    agents.forEach(AgentServer::close);
    master.close();
  }

  private AgentOptions options(Path dir) {
    return AgentOptions.of(master.address(), dir)
        .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
        .withAttributes(Optional.of("rack:r1"))
        .withKillTasksOnClose(true);
  }

  private AgentServer start(AgentOptions options) throws IOException {
    AgentServer agent = AgentServer.start(options);
    agents.add(agent);
    return agent;
  }

  private AgentServer registered(AgentOptions options) throws Exception {
    AgentServer agent = start(options);
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return agent;
  }

  private static TaskInfo task(String id, String command) {
    return Tasks.shell(id, command).build();
  }

  @Test
  void itRegistersWithWhatItHas() throws Exception {
    AgentServer agent = registered(options(work));

    assertThat(agent.id()).contains(TestMaster.AGENT);
    assertThat(master.said(FromAgent.Register.class))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.address()).isEqualTo(agent.address());
              assertThat(r.agent().getHostname()).isEqualTo("localhost");
              assertThat(r.agent().getAttributes(0).getName()).isEqualTo("rack");
              assertThat(r.agent().getResourcesList())
                  .extracting(x -> x.getName())
                  .containsExactlyInAnyOrder("cpus", "mem", "disk", "ports");
            });
  }

  @Test
  void aTaskGoesAllTheWay() throws Exception {
    registered(options(work));

    master.run(task("t1", "exit 3"));

    TaskStatus failed = master.await("t1", TaskState.TASK_FAILED);
    assertThat(failed.getMessage()).isEqualTo("Command exited with status 3");
    assertThat(master.updates("t1"))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_FAILED);
  }

  @Test
  void aMasterThatWasRestartedHasItsAgentsBackWithinThreeSeconds() throws Exception {
    registered(options(work));
    master.run(task("t1", "sleep 1000"));
    master.await("t1", TaskState.TASK_RUNNING);
    master.goDown();
    // long enough for a few failed attempts
    Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

    master.comeBack();

    Awaitility.await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(
            () ->
                assertThat(master.said(FromAgent.Reregister.class))
                    .singleElement()
                    .satisfies(
                        r ->
                            assertThat(r.tasks())
                                .extracting(t -> t.latest().getState())
                                .containsExactly(TaskState.TASK_RUNNING)));
  }

  @Test
  void anAgentThatDiedComesBackWithItsIdAndItsTasks() throws Exception {
    AgentServer first = registered(options(work));
    master.run(task("t1", "sleep 1000"));
    master.await("t1", TaskState.TASK_RUNNING);
    Awaitility.await().until(() -> master.updates("t1").size() == 2);

    first.kill();
    agents.clear();
    registered(options(work));

    assertThat(master.said(FromAgent.Reregister.class))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(AgentId.of(r.agent().getId())).isEqualTo(TestMaster.AGENT);
              assertThat(r.tasks()).hasSize(1);
            });
    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId("t1"), Optional.empty()));
    assertThat(master.await("t1", TaskState.TASK_KILLED)).isNotNull();
  }

  @Test
  void anUpdateThatWasNotAcknowledgedIsToldAgainByTheNextAgent() throws Exception {
    master.withoutAcknowledging();
    AgentServer first = registered(options(work));
    master.run(task("t1", "true"));
    int pid = master.await("t1", TaskState.TASK_STARTING).getContainerStatus().getExecutorPid();
    Awaitility.await().until(() -> ProcessHandle.of(pid).isEmpty());
    first.kill();
    agents.clear();

    master.acknowledgeFromNowOn();
    registered(options(work));

    master.await("t1", TaskState.TASK_RUNNING);
    assertThat(master.updates("t1").stream().map(TaskStatus::getUuid).limit(2).distinct())
        .as("the same update, told twice")
        .hasSize(1);
  }

  @Test
  void closingADevelopmentAgentLeavesNothingRunning() throws Exception {
    AgentServer agent = registered(options(work));
    master.run(task("t1", "sleep 1000"));
    TaskStatus running = master.await("t1", TaskState.TASK_RUNNING);

    agent.close();
    agents.clear();

    int pid = running.getContainerStatus().getExecutorPid();
    assertThat(ProcessHandle.of(pid)).isEmpty();
    Awaitility.await()
        .untilAsserted(() -> assertThat(master.said(FromAgent.Unregister.class)).hasSize(1));
  }

  @Test
  void closingADevelopmentAgentLeavesNoContainerAndNoControlGroup() throws Exception {
    DockerClient engine = TestEngine.require();
    AgentServer agent = registered(options(work));
    master.run(Tasks.docker("d1", TestEngine.IMAGE, "sleep 1000").build());
    master.run(Tasks.docker("d2", TestEngine.IMAGE, "trap '' TERM; sleep 1000").build());
    master.run(task("p1", "sleep 1000"));
    master.run(task("p2", "trap '' TERM; while :; do sleep 0.1; done"));
    List<String> containers = new ArrayList<>();
    for (String id : List.of("d1", "d2", "p1", "p2")) {
      containers.add(
          master
              .await(id, TaskState.TASK_RUNNING)
              .getContainerStatus()
              .getContainerId()
              .getValue());
    }
    assertThat(ofWorkDirectory(engine)).hasSize(2);

    agent.close();
    agents.clear();

    assertThat(ofWorkDirectory(engine)).isEmpty();
    for (String container : containers) {
      assertThat(ControlGroups.named(container)).isEmpty();
    }
    assertThat(work.resolve("meta/exits")).isEmptyDirectory();
  }

  private List<Container> ofWorkDirectory(DockerClient engine) {
    return engine
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("io.proffer.work-dir", work.toAbsolutePath().toString()))
        .exec();
  }

  @Test
  void anAgentStartedAgainWithOtherResourcesSaysSoAndKeepsItsTasks() throws Exception {
    AgentServer first = registered(options(work));
    master.run(task("t1", "sleep 1000"));
    master.await("t1", TaskState.TASK_RUNNING);
    first.kill();
    agents.clear();

    registered(
        options(work)
            .withResources(Optional.of("cpus:8;mem:64;disk:10000;ports:[]"))
            .withAttributes(Optional.of("rack:r2")));

    assertThat(master.said(FromAgent.Reregister.class))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(AgentId.of(r.agent().getId())).isEqualTo(TestMaster.AGENT);
              assertThat(Resources.of(r.agent().getResourcesList()).scalar("cpus")).isEqualTo(8);
              assertThat(r.agent().getAttributes(0).getText().getValue()).isEqualTo("r2");
              assertThat(r.tasks())
                  .extracting(t -> t.latest().getState())
                  .containsExactly(TaskState.TASK_RUNNING);
            });
  }

  @Test
  void anAgentWithoutDockerDoesNotGiveUpContainersThatRun() throws Exception {
    DockerClient engine = TestEngine.require();
    AgentServer first = registered(options(work));
    master.run(Tasks.docker("d1", TestEngine.IMAGE, "sleep 1000").build());
    master.await("d1", TaskState.TASK_RUNNING);
    first.kill();
    agents.clear();

    assertThatThrownBy(() -> AgentServer.start(options(work).withDocker(Optional.empty())))
        .hasMessageContaining("tasks of an earlier agent that run")
        .hasMessageContaining("needs Docker, which is switched off");

    assertThat(ofWorkDirectory(engine)).hasSize(1);
    registered(options(work));
  }

  @Test
  void aWorkDirectoryThatCannotBeUsedIsSaid() throws Exception {
    Path file = Files.createFile(work.resolve("file"));

    assertThatThrownBy(() -> AgentServer.start(options(file)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the work directory %s cannot be used: Not a directory at %s/meta"
                .formatted(file, file));
  }

  @Test
  void severalAgentsLiveInOneProcessButNotInOneWorkDirectory() throws Exception {
    registered(options(work.resolve("a")));
    registered(options(work.resolve("b")));

    assertThatThrownBy(() -> AgentServer.start(options(work.resolve("a"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another agent uses the work directory");
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    AgentServer first = registered(options(work.resolve("a")));
    int port = Integer.parseInt(first.address().substring(first.address().indexOf(':') + 1));

    assertThatThrownBy(
            () -> AgentServer.start(options(work.resolve("b")).withBind("127.0.0.1", port)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void manyTasksInOneGoAreAllRunningSoon() throws Exception {
    registered(options(work));
    int count = 200;
    for (int i = 0; i < count; i++) {
      master.run(task("t" + i, "sleep 1000"));
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(
                        master.said(FromAgent.StatusUpdate.class).stream()
                            .filter(u -> u.status().getState() == TaskState.TASK_RUNNING)
                            .count())
                    .isEqualTo(count));
  }
}
