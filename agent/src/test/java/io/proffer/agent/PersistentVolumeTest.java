package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks write to a persistent volume, and others, of another agent even, find it again. */
class PersistentVolumeTest {

  private static final Resource RESERVED =
      Resource.newBuilder()
          .setName("disk")
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(64))
          .addReservations(
              ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"))
          .build();
  private static final Resource VOLUME = volume(Volume.Mode.RW);

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentServer> agent = Optional.empty();

  @AfterEach
  void stop() {
    agent.ifPresent(AgentServer::close);
    master.close();
  }

  private void start() throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]"))
                .withKillTasksOnClose(true));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** The next agent on the machine is another one: this one has told the master that it is gone. */
  private void restart() throws Exception {
    agent.orElseThrow().close();
    start();
  }

  @Test
  void whatAProcessWritesAnotherReadsAfterTheAgentHasGoneAndIfItMayOnlyReadItCannotWrite()
      throws Exception {
    start();
    makeVolume();
    master.run(Tasks.shell("writes", "echo 42 > data/answer").addResources(VOLUME).build());
    master.await("writes", TaskState.TASK_FINISHED);

    restart();
    FromAgent.Register back = master.said(FromAgent.Register.class).getLast();
    assertThat(Resources.of(back.total()).persistentVolumes().toProtos()).containsExactly(VOLUME);
    master.run(reads("reads", VOLUME));
    master.run(
        Tasks.shell("only-reads", "grep -q 42 data/answer && ! touch data/other")
            .addResources(volume(Volume.Mode.RO))
            .build());

    master.await("reads", TaskState.TASK_FINISHED);
    assertThat(end("only-reads")).isIn(TaskState.TASK_FINISHED, TaskState.TASK_FAILED);
    assertThat(work.resolve("volumes/roles/r1/v/other")).doesNotExist();
    destroyVolume();
    Awaitility.await()
        .untilAsserted(() -> assertThat(work.resolve("volumes/roles/r1/v")).doesNotExist());
  }

  @Test
  void whatAContainerWritesAnotherReadsAfterTheAgentWasRestarted() throws Exception {
    TestEngine.require();
    start();
    makeVolume();
    master.run(
        Tasks.docker("writes", TestEngine.IMAGE, "echo 42 > /mnt/mesos/sandbox/data/answer")
            .addResources(VOLUME)
            .build());
    master.await("writes", TaskState.TASK_FINISHED);

    restart();
    master.run(
        Tasks.docker(
                "reads",
                TestEngine.IMAGE,
                "cd /mnt/mesos/sandbox && test \"$(cat data/answer)\" = 42"
                    + " && ! echo 43 > data/answer")
            .addResources(volume(Volume.Mode.RO))
            .build());

    assertThat(master.await("reads", TaskState.TASK_FINISHED).getMessage()).isNotEmpty();
    assertThat(work.resolve("volumes/roles/r1/v/answer")).hasContent("42");
  }

  @Test
  void aTaskWhoseVolumesCollideIsRefusedWithAReason() throws Exception {
    start();
    makeVolume();
    TaskInfo task =
        Tasks.shell("collides", "true").addResources(VOLUME).addResources(VOLUME).build();

    master.run(task);

    assertThat(master.await("collides", TaskState.TASK_FAILED).getMessage())
        .contains("persistent volume 'v': another volume is at 'data' too");
  }

  @Test
  void theAgentTellsWhatIsReservedAndHowMuchOfItIsUsed() throws Exception {
    start();
    makeVolume();
    double reserved = RESERVED.getScalar().getValue();
    master.run(Tasks.shell("uses", "sleep 1000").addResources(VOLUME).build());
    master.await("uses", TaskState.TASK_RUNNING);

    JsonNode state = state();

    assertThat(state.at("/reserved_resources/r1/disk").asDouble()).isEqualTo(reserved);
    assertThat(state.at("/reserved_resources_full/r1/0/disk/persistence/id").asText())
        .isEqualTo("v");
    assertThat(state.at("/reserved_resources_allocated/r1/disk").asDouble()).isEqualTo(reserved);
    assertThat(state.at("/unreserved_resources/disk").asDouble()).isEqualTo(10_000 - reserved);
    assertThat(state.at("/resources/disk").asDouble()).isEqualTo(10_000);
  }

  private JsonNode state() throws Exception {
    URI uri = URI.create(agent.orElseThrow().url() + "/state");
    try (InputStream in = uri.toURL().openStream()) {
      return new ObjectMapper().readTree(in);
    }
  }

  private TaskState end(String task) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                master.updates(task).stream()
                    .map(s -> s.getState())
                    .filter(s -> s == TaskState.TASK_FINISHED || s == TaskState.TASK_FAILED)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static TaskInfo reads(String id, Resource volume) {
    return Tasks.shell(id, "grep -q 42 data/answer").addResources(volume).build();
  }

  private void makeVolume() {
    apply(
        "reserve",
        Operation.newBuilder()
            .setType(Operation.Type.RESERVE)
            .setReserve(Operation.Reserve.newBuilder().addResources(RESERVED)));
    apply(
        "create",
        Operation.newBuilder()
            .setType(Operation.Type.CREATE)
            .setCreate(Operation.Create.newBuilder().addVolumes(VOLUME)));
  }

  private void destroyVolume() {
    apply(
        "destroy",
        Operation.newBuilder()
            .setType(Operation.Type.DESTROY)
            .setDestroy(Operation.Destroy.newBuilder().addVolumes(VOLUME)));
  }

  private void apply(String name, Operation.Builder operation) {
    ByteString uuid = ByteString.copyFromUtf8(name);
    master.say(new ToAgent.ApplyOperation(uuid, Optional.empty(), operation.build()));
    OperationStatus told =
        Awaitility.await()
            .until(
                () ->
                    master.said(FromAgent.OperationUpdate.class).stream()
                        .filter(u -> u.operation().equals(uuid))
                        .map(FromAgent.OperationUpdate::status)
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(told.getState()).as(told.getMessage()).isEqualTo(OperationState.OPERATION_FINISHED);
  }

  private static Resource volume(Volume.Mode mode) {
    return RESERVED.toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId("v"))
                .setVolume(Volume.newBuilder().setContainerPath("data").setMode(mode)))
        .build();
  }
}
