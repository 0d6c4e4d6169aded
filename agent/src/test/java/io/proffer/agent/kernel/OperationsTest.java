package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

/** Reservations and volumes on an agent: what is kept, in which order, and what is told. */
class OperationsTest {

  private static final Resource RESERVED = disk(64).build();
  private static final Resource VOLUME = volume("v");

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void aReservationIsKeptAndTold() {
    apply("r", reserve());

    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
    assertThat(told().status().getState()).isEqualTo(OperationState.OPERATION_FINISHED);
    agent.restart();
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  @Test
  void aVolumeIsMadeBeforeAnybodyIsToldOfIt() {
    apply("r", reserve()).effects();

    apply("c", create());

    assertThat(agent.effects())
        .containsExactly(new AgentEffect.PrepareVolumes(uuid("c"), List.of(VOLUME)));
    assertThat(total().persistentVolumes().isEmpty()).isTrue();
    prepared("c");
    assertThat(total().persistentVolumes().isEmpty()).isFalse();
    assertThat(told().status().getState()).isEqualTo(OperationState.OPERATION_FINISHED);
  }

  @Test
  void aVolumeThatCannotBeMadeIsSaidToHaveFailedAndLeavesTheReservation() {
    apply("r", reserve()).effects();
    apply("c", create());

    agent.handle(new AgentInput.VolumesPrepared(uuid("c"), Optional.of("the disk is full")));

    FromAgent.OperationUpdate told = told();
    assertThat(told.status().getState()).isEqualTo(OperationState.OPERATION_FAILED);
    assertThat(told.status().getMessage()).isEqualTo("the disk is full");
    assertThat(Resources.of(told.total())).isEqualTo(total());
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  @Test
  void aTaskWaitsUntilItsVolumeIsThere() {
    apply("r", reserve());
    apply("c", create()).effects();

    agent.runTask(KernelScenario.task("t").addResources(VOLUME).build());
    agent.kill("t");

    assertThat(agent.knows("t")).isFalse();
    prepared("c");
    assertThat(agent.effects()).hasAtLeastOneElementOfType(AgentEffect.LaunchContainer.class);
    assertThat(agent.agentTask("t").killing()).isPresent();
  }

  @Test
  void whatAnotherMasterNeverSaidIsNotDone() {
    apply("r", reserve());
    apply("c", create());
    agent.runTask("t").linkDown().linkUp();
    FromAgent.Reregister report = (FromAgent.Reregister) agent.sent().getLast();

    prepared("c");

    assertThat(agent.knows("t")).isFalse();
    assertThat(total().persistentVolumes().isEmpty()).isTrue();
    assertThat(Resources.of(report.resources().total())).isEqualTo(total());
    assertThat(report.resources().operations()).hasSize(1);
  }

  @Test
  void theDataOfADestroyedVolumeIsRemovedAfterThatIsWrittenDownAndBeforeAnythingElse() {
    withVolume();

    apply("d", destroy());
    apply("c2", create());

    assertThat(agent.state().ledger().doomed()).containsExactly(VOLUME);
    assertThat(agent.effects())
        .filteredOn(e -> !(e instanceof AgentEffect.Send))
        .containsExactly(new AgentEffect.RemoveVolume(VOLUME));
    agent.handle(new AgentInput.VolumeRemoved(VOLUME, Optional.empty()));
    assertThat(agent.state().ledger().doomed()).isEmpty();
    assertThat(agent.effects())
        .contains(new AgentEffect.PrepareVolumes(uuid("c2"), List.of(VOLUME)));
  }

  @Test
  void aRemovalThatTheAgentDidNotSurviveIsDoneAgain() {
    withVolume();
    apply("d", destroy());

    agent.restart();

    assertThat(agent.effects()).contains(new AgentEffect.RemoveVolume(VOLUME));
  }

  @Test
  void dataThatCannotBeRemovedIsNeverGivenToAnotherVolume() {
    withVolume();
    apply("d", destroy());
    agent.handle(new AgentInput.VolumeRemoved(VOLUME, Optional.of("permission denied")));
    agent.effects();

    apply("c2", create());

    assertThat(told().status().getMessage()).contains("could not be removed yet");
    agent.restart();
    assertThat(agent.effects()).contains(new AgentEffect.RemoveVolume(VOLUME));
  }

  @Test
  void aDiskThatDoesNotAnswerDoesNotKeepTheAgentFromOtherTasks() {
    apply("r", reserve());
    apply("c", create());
    agent.runTask("t");

    agent.advance(Duration.ofMinutes(1));

    assertThat(agent.knows("t")).isTrue();
    assertThat(told().status().getMessage()).isEqualTo("The disk has not made the volume for 60 s");
    prepared("c");
    assertThat(total().persistentVolumes().isEmpty()).isTrue();
  }

  @Test
  void aVolumeThatATaskUsesIsNotDestroyed() {
    withVolume();
    agent.running(KernelScenario.task("t").addResources(VOLUME).build());

    apply("d", destroy());

    assertThat(told().status().getMessage()).isEqualTo("Task 't' uses the volume");
    assertThat(total().persistentVolumes().isEmpty()).isFalse();
  }

  @Test
  void aStatusIsToldUntilItIsAcknowledged() {
    apply("r", reserve());
    FromAgent.OperationUpdate told = told();

    assertThat(agent.advance(Duration.ofSeconds(10)).sent()).contains(told);
    agent.masterSays(
        new ToAgent.AcknowledgeOperation(uuid("r"), told.status().getUuid().getValue()));

    assertThat(agent.advance(Duration.ofMinutes(30)).sent())
        .noneMatch(FromAgent.OperationUpdate.class::isInstance);
    assertThat(agent.state().ledger().operations()).isEmpty();
  }

  @Test
  void anOperationThatIsSaidTwiceIsDoneOnce() {
    apply("r", reserve());
    apply("r", reserve());

    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  @Test
  void whatNoLongerFitsTheMachineIsKeptUntilItDoesAgain() {
    withVolume();

    agent.restartWith("cpus:4;mem:1024;disk:10");
    assertThat(total(10)).isEqualTo(Resources.parse("cpus:4;mem:1024;disk:10"));

    agent.restartWith("cpus:4;mem:1024;disk:1000");
    assertThat(total().persistentVolumes().isEmpty()).isFalse();
  }

  @Test
  void theVolumesOfAMachineOutliveItsAgent() {
    withVolume();
    agent.masterSays(new ToAgent.Shutdown("go"));

    agent.restart();

    assertThat(agent.state().id()).isEmpty();
    assertThat(total().persistentVolumes().isEmpty()).isFalse();
    FromAgent.Register register = (FromAgent.Register) agent.linkUp().sent().getLast();
    assertThat(Resources.of(register.total())).isEqualTo(total());
  }

  @Property(tries = 200)
  void theAmountsStayTheSameAndTheCheckpointSaysAll(@ForAll long seed) {
    Random draws = new Random(seed);
    for (int i = 0; i < 15; i++) {
      Operation operation =
          switch (draws.nextInt(4)) {
            case 0 -> reserve();
            case 1 -> unreserve();
            case 2 -> create();
            default -> destroy();
          };
      apply("op" + i, operation);
      prepared("op" + i);
      agent.handle(new AgentInput.VolumeRemoved(VOLUME, Optional.empty()));
      if (draws.nextInt(5) == 0) {
        agent.restart().linkUp();
        agent.masterSays(
            new ToAgent.Reregistered(KernelScenario.AGENT, KernelScenario.PING_TIMEOUT, List.of()));
      }
      assertThat(total().scalarsMillis())
          .isEqualTo(Resources.parse("cpus:4;mem:1024;disk:1000").scalarsMillis());
      AgentState read = AgentState.of(Checkpoint.of(agent.state()));
      assertThat(read.ledger().converted()).isEqualTo(agent.state().ledger().converted());
      assertThat(read.ledger().doomed()).isEqualTo(agent.state().ledger().doomed());
    }
  }

  private void withVolume() {
    apply("r", reserve());
    apply("c", create());
    prepared("c");
    agent.effects();
  }

  private KernelScenario apply(String uuid, Operation operation) {
    return agent.masterSays(
        new ToAgent.ApplyOperation(uuid(uuid), Optional.of(KernelScenario.FRAMEWORK), operation));
  }

  private void prepared(String uuid) {
    agent.handle(new AgentInput.VolumesPrepared(uuid(uuid), Optional.empty()));
  }

  private FromAgent.OperationUpdate told() {
    return agent.sent().stream()
        .filter(FromAgent.OperationUpdate.class::isInstance)
        .map(FromAgent.OperationUpdate.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private Resources total() {
    return total(1000);
  }

  private Resources total(int disk) {
    return Resources.of(
        ResourceReport.of(Resources.parse("cpus:4;mem:1024;disk:" + disk), agent.state()).total());
  }

  private static ByteString uuid(String name) {
    return ByteString.copyFromUtf8(name);
  }

  private static Resource.Builder disk(double megabytes) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(megabytes))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"));
  }

  private static Resource volume(String id) {
    return disk(64)
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(Volume.newBuilder().setContainerPath("d").setMode(Volume.Mode.RW)))
        .build();
  }

  private static Operation reserve() {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addResources(RESERVED))
        .build();
  }

  private static Operation unreserve() {
    return Operation.newBuilder()
        .setType(Operation.Type.UNRESERVE)
        .setUnreserve(Operation.Unreserve.newBuilder().addResources(RESERVED))
        .build();
  }

  private static Operation create() {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addVolumes(VOLUME))
        .build();
  }

  private static Operation destroy() {
    return Operation.newBuilder()
        .setType(Operation.Type.DESTROY)
        .setDestroy(Operation.Destroy.newBuilder().addVolumes(VOLUME))
        .build();
  }
}
