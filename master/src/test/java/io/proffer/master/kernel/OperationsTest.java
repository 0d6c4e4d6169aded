package io.proffer.master.kernel;

import static io.proffer.master.kernel.Disks.createVolume;
import static io.proffer.master.kernel.Disks.destroyVolume;
import static io.proffer.master.kernel.Disks.grow;
import static io.proffer.master.kernel.Disks.named;
import static io.proffer.master.kernel.Disks.reserve;
import static io.proffer.master.kernel.Disks.reserved;
import static io.proffer.master.kernel.Disks.shared;
import static io.proffer.master.kernel.Disks.unreserve;
import static io.proffer.master.kernel.Disks.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reservations and persistent volumes, as frameworks make them of what they are offered. */
class OperationsTest {
  private static final Resource RESERVED = reserved("disk", 64, "r1");
  private static final Resource VOLUME = volume("v", 64, "r1");

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024;disk:1000");
  private final TestScheduler scheduler =
      TestScheduler.subscribed(
          cluster,
          TestScheduler.framework("r1")
              .addCapabilities(TestScheduler.capability(Capability.Type.SHARED_RESOURCES))
              .build());

  @Test
  void whatIsReservedIsOfferedToItsRoleAgainAtOnce() {
    scheduler.accepts(List.of(scheduler.takeOffer()), 60, named("op", reserve(RESERVED)));

    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
    Resources offered = Resources.of(scheduler.takeOffer().getResourcesList());
    assertThat(offered.reservedTo("r1").scalar("disk")).isEqualTo(64);
    ToAgent.ApplyOperation sent = applied().get(0);
    assertThat(sent.operation().getReserve().getResources(0).hasAllocationInfo()).isFalse();
    assertThat(sent.framework()).contains(scheduler.id());
  }

  @Test
  void aTaskIsLaunchedOnAVolumeThatTheSameCallHasMade() {
    Offer offer = scheduler.takeOffer();

    scheduler.accepts(offer, reserve(RESERVED), createVolume(VOLUME), launch("t", offer, VOLUME));

    List<ToAgent> sent = agent.messages();
    assertThat(sent)
        .filteredOn(m -> !(m instanceof ToAgent.Ping))
        .extracting(m -> (Object) m.getClass())
        .containsExactly(
            ToAgent.ApplyOperation.class, ToAgent.ApplyOperation.class, ToAgent.RunTask.class);
    assertThat(cluster.state().usedOn(agent.id()).persistentVolumes().isEmpty()).isFalse();
    Resources rest = Resources.of(scheduler.takeOffer().getResourcesList());
    assertThat(rest.persistentVolumes().isEmpty()).isTrue();
  }

  @Test
  void anotherRoleIsNotOfferedWhatIsReserved() {
    scheduler.accepts(scheduler.takeOffer(), reserve(reserved("cpus", 1, "r1"), RESERVED));
    TestScheduler other = TestScheduler.subscribed(cluster, "r2");
    scheduler.declines(scheduler.takeOffer(), 60);

    Resources offered = Resources.of(other.takeOffer().getResourcesList());
    assertThat(offered.scalar("cpus")).isEqualTo(1);
    assertThat(offered.unreserved()).isEqualTo(offered);
  }

  @Test
  void theStatusIsToldUntilItIsAcknowledged() {
    scheduler.accepts(scheduler.takeOffer(), named("op", reserve(RESERVED)));
    ToAgent.ApplyOperation sent = applied().get(0);

    agent.reports(sent, OperationState.OPERATION_FINISHED, List.of());

    OperationStatus told = takeStatus();
    assertThat(told).isEqualTo(agent.status(sent, OperationState.OPERATION_FINISHED));
    assertThat(reconciled("op")).isEqualTo(told.toBuilder().clearUuid().build());
    acknowledge("op", told.getUuid().getValue());
    assertThat(agent.messages(ToAgent.AcknowledgeOperation.class))
        .containsExactly(new ToAgent.AcknowledgeOperation(sent.uuid(), told.getUuid().getValue()));
    assertThat(cluster.state().operations()).isEmpty();
    assertThat(reconciled("op").getState()).isEqualTo(OperationState.OPERATION_UNKNOWN);
  }

  @Test
  void theMasterAcknowledgesWhatNobodyAskedAbout() {
    scheduler.accepts(scheduler.takeOffer(), reserve(RESERVED));

    agent.reports(applied().get(0), OperationState.OPERATION_FINISHED, List.of());

    assertThat(agent.messages(ToAgent.AcknowledgeOperation.class)).hasSize(1);
    assertThat(statuses()).isEmpty();
    assertThat(cluster.state().operations()).isEmpty();
  }

  @Test
  void whatFailsOnTheAgentIsUndoneAndWhatIsOnItsWayIsNot() {
    scheduler.accepts(scheduler.takeOffer(), reserve(RESERVED), named("op", createVolume(VOLUME)));
    scheduler.accepts(scheduler.takeOffer(), reserve(reserved("cpus", 1, "r1")));
    List<ToAgent.ApplyOperation> sent = applied();
    agent.reports(sent.get(0), OperationState.OPERATION_FINISHED, List.of());
    Resources onlyReserved =
        Resources.parse("cpus:2;mem:1024;disk:936").plus(Resources.of(List.of(RESERVED)));

    agent.reports(sent.get(1), OperationState.OPERATION_FAILED, onlyReserved.toProtos());

    assertThat(takeStatus().getState()).isEqualTo(OperationState.OPERATION_FAILED);
    assertThat(total().persistentVolumes().isEmpty()).isTrue();
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
    assertThat(total().reservedTo("r1").scalar("cpus")).isEqualTo(1);
    List<Offer> offers = scheduler.takeOffers();
    assertThat(Resources.of(offers.get(offers.size() - 1).getResourcesList())).isEqualTo(total());
  }

  @Test
  void anAgentThatComesBackSaysWhatIsTrue() {
    scheduler.accepts(
        scheduler.takeOffer(),
        named("kept", reserve(RESERVED)),
        named("lost", createVolume(VOLUME)));
    ToAgent.ApplyOperation kept = applied().get(0);
    agent.losesLinkAndMessages();
    Resources truth =
        Resources.parse("cpus:2;mem:1024;disk:936").plus(Resources.of(List.of(RESERVED)));

    agent.returns(
        new FromAgent.ReportedResources(
            truth.toProtos(),
            List.of(
                new FromAgent.ReportedOperation(
                    kept.uuid(),
                    kept.framework(),
                    kept.operation(),
                    agent.status(kept, OperationState.OPERATION_FINISHED)))));

    assertThat(total()).isEqualTo(truth);
    assertThat(takeStatus().getState()).isEqualTo(OperationState.OPERATION_DROPPED);
    agent.reports(kept, OperationState.OPERATION_FINISHED, List.of());
    assertThat(takeStatus().getOperationId().getValue()).isEqualTo("kept");
  }

  @Test
  void aNewMasterLearnsOfOperationsFromTheAgent() {
    scheduler.accepts(scheduler.takeOffer(), named("op", reserve(RESERVED)));
    ToAgent.ApplyOperation sent = applied().get(0);
    agent.losesLink();
    cluster.advance(Duration.ofMinutes(11));
    assertThat(takeStatus().getState()).isEqualTo(OperationState.OPERATION_UNREACHABLE);
    assertThat(cluster.state().operations()).isEmpty();

    agent.returns(
        new FromAgent.ReportedResources(
            agent.info().getResourcesList(),
            List.of(
                new FromAgent.ReportedOperation(
                    sent.uuid(),
                    sent.framework(),
                    sent.operation(),
                    agent.status(sent, OperationState.OPERATION_FINISHED)))));
    agent.reports(sent, OperationState.OPERATION_FINISHED, List.of());

    assertThat(takeStatus().getState()).isEqualTo(OperationState.OPERATION_FINISHED);
  }

  @Test
  void theAgentNeedNotWaitForAFrameworkThatHasEnded() {
    scheduler.accepts(scheduler.takeOffer(), named("op", reserve(RESERVED)));
    ToAgent.ApplyOperation sent = applied().get(0);
    scheduler.tearsDown();

    agent.reports(sent, OperationState.OPERATION_FINISHED, List.of());

    assertThat(agent.messages(ToAgent.AcknowledgeOperation.class)).hasSize(1);
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  @Test
  void aSharedVolumeIsUsedBySeveralAndOfferedMeanwhile() {
    Resource both = shared(VOLUME);
    Offer offer = scheduler.takeOffer();
    scheduler.accepts(
        offer,
        reserve(RESERVED),
        createVolume(both),
        Tasks.launch(task("a", offer, both), task("b", offer, both)));
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(2);

    Offer next = scheduler.takeOffer();
    assertThat(Resources.of(next.getResourcesList()).shared().isEmpty()).isFalse();
    scheduler.accepts(next, launch("c", next, both), named("no", destroyVolume(both)));

    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
    assertThat(takeStatus().getMessage()).startsWith("Persistent volumes in use; on agent ");
  }

  @Test
  void aSharedVolumeIsDestroyedWhenNobodyUsesItAnyMore() {
    Resource both = shared(VOLUME);
    Offer offer = scheduler.takeOffer();
    scheduler.accepts(offer, reserve(RESERVED), createVolume(both), launch("a", offer, both));
    agent.reports("a", TaskState.TASK_FINISHED);
    cluster.advanceSeconds(1);
    List<Offer> offers = scheduler.takeOffers();
    Offer with =
        offers.stream()
            .filter(o -> !Resources.of(o.getResourcesList()).shared().isEmpty())
            .findFirst()
            .orElseThrow();

    scheduler.accepts(with, destroyVolume(both));

    assertThat(total().persistentVolumes().isEmpty()).isTrue();
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(64);
  }

  static Stream<Arguments> refused() {
    Resource unreserved = reserved("disk", 64);
    Resource withoutDisk = RESERVED;
    return Stream.of(
        Arguments.of(
            reserve(unreserved),
            "Resource disk(allocated: r1):64 is not dynamically reserved; on agent "),
        Arguments.of(
            reserve(reserved("disk", 64, "r2")),
            "A reserve operation was attempted for a resource with role 'r2', but the resource was"
                + " allocated to role 'r1'; on agent "),
        Arguments.of(
            reserve(reserved("disk", 2000, "r1")),
            "cpus(allocated: r1):2; mem(allocated: r1):1024; disk(allocated: r1):1000 does not"
                + " contain disk(allocated: r1):2000"),
        Arguments.of(
            reserve(reserved("disk", -1, "r1")),
            "Operation attempted with invalid resources: Resource"),
        Arguments.of(
            unreserve(VOLUME), "A dynamically reserved persistent volume disk(allocated: r1)"),
        Arguments.of(
            createVolume(withoutDisk), "Not a persistent volume: Resource disk(allocated: r1)"),
        Arguments.of(destroyVolume(VOLUME), "Persistent volumes not found; on agent "),
        Arguments.of(createVolume(VOLUME, VOLUME), "Persistence ID 'v' is not unique; on agent "),
        Arguments.of(
            createVolume(volume("../v", 64, "r1")),
            "Invalid resources: Invalid DiskInfo: Invalid persistence ID for persistent volume: "),
        Arguments.of(
            grow(VOLUME, RESERVED),
            "Volume disk(allocated: r1)(reservations: [(DYNAMIC,r1)])[v:data]:64 cannot be grown"),
        Arguments.of(
            Operation.newBuilder()
                .setType(Operation.Type.CREATE_DISK)
                .setCreateDisk(
                    Operation.CreateDisk.newBuilder()
                        .setSource(RESERVED)
                        .setTargetType(Resource.DiskInfo.Source.Type.MOUNT))
                .build(),
            "'source' is not managed by a resource provider"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void anOperationThatMakesNoSenseIsRefusedWithAReason(Operation operation, String reason) {
    Resources before = total();

    scheduler.accepts(scheduler.takeOffer(), named("op", operation));

    OperationStatus told = takeStatus();
    assertThat(told.getState()).isEqualTo(OperationState.OPERATION_ERROR);
    assertThat(told.getMessage()).startsWith(reason);
    assertThat(told.hasUuid()).isFalse();
    assertThat(total()).isEqualTo(before);
    assertThat(applied()).isEmpty();
  }

  @Test
  void onePrincipalCannotReserveInTheNameOfAnother() {
    TestScheduler named =
        TestScheduler.subscribed(cluster, TestScheduler.framework("r1").setPrincipal("p1").build());
    scheduler.declines(scheduler.takeOffer(), 60);

    named.accepts(named.takeOffer(), named("op", reserve(RESERVED)));

    assertThat(named.takeEvents())
        .filteredOn(e -> e.getType() == Event.Type.UPDATE_OPERATION_STATUS)
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.getUpdateOperationStatus().getStatus().getMessage())
                    .startsWith(
                        "A reserve operation was attempted by principal 'p1', but there is a"
                            + " reserved resource in the request with no principal set"));
  }

  private Resources total() {
    return cluster.state().agent(agent.id()).orElseThrow().total();
  }

  private List<ToAgent.ApplyOperation> applied() {
    return agent.messages(ToAgent.ApplyOperation.class);
  }

  private List<OperationStatus> statuses() {
    return scheduler.takeEvents().stream()
        .filter(e -> e.getType() == Event.Type.UPDATE_OPERATION_STATUS)
        .map(e -> e.getUpdateOperationStatus().getStatus())
        .toList();
  }

  private OperationStatus takeStatus() {
    List<OperationStatus> statuses = new ArrayList<>();
    for (Event event : scheduler.events()) {
      if (event.getType() == Event.Type.UPDATE_OPERATION_STATUS) {
        statuses.add(event.getUpdateOperationStatus().getStatus());
      }
    }
    scheduler.events().removeIf(e -> e.getType() == Event.Type.UPDATE_OPERATION_STATUS);
    assertThat(statuses).hasSize(1);
    return statuses.get(0);
  }

  private OperationStatus reconciled(String id) {
    scheduler.calls(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE_OPERATIONS)
            .setReconcileOperations(
                Call.ReconcileOperations.newBuilder()
                    .addOperations(
                        Call.ReconcileOperations.Operation.newBuilder()
                            .setOperationId(OperationID.newBuilder().setValue(id))
                            .setAgentId(agent.id().toProto()))));
    return takeStatus();
  }

  private void acknowledge(String id, ByteString status) {
    scheduler.calls(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
            .setAcknowledgeOperationStatus(
                Call.AcknowledgeOperationStatus.newBuilder()
                    .setAgentId(agent.id().toProto())
                    .setOperationId(OperationID.newBuilder().setValue(id))
                    .setUuid(status)));
  }

  private static Operation launch(String id, Offer offer, Resource volume) {
    return Tasks.launch(task(id, offer, volume));
  }

  private static TaskInfo task(String id, Offer offer, Resource volume) {
    return Tasks.task(id, AgentId.of(offer.getAgentId())).addResources(volume).build();
  }
}
