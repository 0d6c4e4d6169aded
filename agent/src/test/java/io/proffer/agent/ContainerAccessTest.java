package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.SessionClient.Input;
import io.proffer.agent.session.ContainerAccess;
import io.proffer.core.protocol.MediaType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.agent.Protos.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that lets commands run in the container of one task, and of no other. */
class ContainerAccessTest {

  private static final TestMaster MASTER = TestMaster.start();

  private static AgentServer agent;
  private static SessionClient client;

  @BeforeAll
  static void start(@TempDir Path work) throws Exception {
    ContainerAccess access =
        (principal, action, subject) ->
            subject.filter(s -> s.executor().value().equals("open")).isPresent();
    agent =
        AgentServer.start(
            AgentOptions.of(MASTER.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true),
            AgentSurroundings.real().withContainers(access));
    agent.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    client = new SessionClient(agent, MediaType.JSON);
  }

  @AfterAll
  static void stop() {
    client.close();
    agent.close();
    MASTER.close();
  }

  private static ContainerID inside(String task) throws Exception {
    MASTER.run(Tasks.shell(task, "sleep 1000").build());
    ContainerID container =
        MASTER.await(task, TaskState.TASK_RUNNING).getContainerStatus().getContainerId();
    return ContainerID.newBuilder().setValue("inside").setParent(container).build();
  }

  private static Call call(Call.Type type, ContainerID id) {
    Call.Builder call = Call.newBuilder().setType(type);
    switch (type) {
      case LAUNCH_CONTAINER ->
          call.getLaunchContainerBuilder()
              .setContainerId(id)
              .setCommand(CommandInfo.newBuilder().setValue("true"));
      case ATTACH_CONTAINER_OUTPUT -> call.getAttachContainerOutputBuilder().setContainerId(id);
      case WAIT_CONTAINER -> call.getWaitContainerBuilder().setContainerId(id);
      case KILL_CONTAINER -> call.getKillContainerBuilder().setContainerId(id);
      case REMOVE_CONTAINER -> call.getRemoveContainerBuilder().setContainerId(id);
      default -> throw new IllegalArgumentException(type.toString());
    }
    return call.build();
  }

  @Test
  void whoMayRunsACommandAndHearsOfItsEnd() throws Exception {
    ContainerID id = inside("open");

    assertThat(client.call(call(Call.Type.LAUNCH_CONTAINER, id)).statusCode()).isEqualTo(200);
    assertThat(client.waitFor(id)).isZero();
  }

  @Test
  void whoMayNotIsRefusedWhateverItAsks() throws Exception {
    ContainerID id = inside("shut");

    for (Call.Type type :
        new Call.Type[] {
          Call.Type.LAUNCH_CONTAINER,
          Call.Type.WAIT_CONTAINER,
          Call.Type.KILL_CONTAINER,
          Call.Type.REMOVE_CONTAINER
        }) {
      var response = client.call(call(type, id));
      assertThat(response.statusCode()).as(type.toString()).isEqualTo(403);
      assertThat(new String(response.body(), StandardCharsets.UTF_8))
          .startsWith("You are not authorized to do this with container '");
    }
    assertThat(client.stream(call(Call.Type.ATTACH_CONTAINER_OUTPUT, id)).status()).isEqualTo(403);
    assertThat(
            client.session(id, CommandInfo.newBuilder().setValue("true").build(), false).status())
        .isEqualTo(403);
    try (Input input = client.input(id)) {
      assertThat(input.response().statusCode()).isEqualTo(403);
    }
  }
}
