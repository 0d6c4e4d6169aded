package io.proffer.master.kernel;

import static io.proffer.master.kernel.Disks.named;
import static io.proffer.master.kernel.Disks.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.FromAgent.ReportedOperation;
import io.proffer.core.protocol.link.FromAgent.ReportedProvider;
import io.proffer.core.protocol.link.ToAgent;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** What resource providers of agents have: offered, operated on, and gone with them. */
class ResourceProviderTest {

  private static final ProviderId LVM = new ProviderId("lvm");
  private static final ByteString VERSION = ByteString.copyFromUtf8("0123456789abcdef");
  private static final Resource RAW = disk(DiskInfo.Source.Type.RAW).build();
  private static final Resource MOUNT = disk(DiskInfo.Source.Type.MOUNT).build();
  private static final Resource RESERVED =
      disk(DiskInfo.Source.Type.RAW)
          .addReservations(
              ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"))
          .build();

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024;disk:1000");
  private final TestScheduler scheduler = subscribed();

  @Test
  void whatItHasIsOfferedAndTakenBackWhenItGoes() {
    Offer offer = offerOfDisk();

    agentSays(List.of());

    assertThat(scheduler.takeEvents())
        .anySatisfy(e -> assertThat(e.getRescind().getOfferId()).isEqualTo(offer.getId()));
    assertThat(total()).isEqualTo(Resources.parse("cpus:2;mem:1024;disk:1000"));
    assertThat(cluster.state().agent(agent.id()).orElseThrow().providers()).isEmpty();
  }

  @Test
  void aTaskOnItSaysWhichVersionItMeansAndSurvivesIt() {
    Offer offer = offerOfDisk();

    scheduler.accepts(offer, launch(offer));

    ToAgent.RunTask run = agent.messages(ToAgent.RunTask.class).getFirst();
    assertThat(run.versions()).containsExactly(new ToAgent.ResourceVersion(LVM, VERSION));
    agentSays(List.of());
    assertThat(cluster.state().tasksOn(agent.id())).hasSize(1);
    assertThat(cluster.state().usedOn(agent.id()).scalar("disk")).isEqualTo(512);
    Resources free = cluster.state().freeOn(agent.id()).plus(cluster.state().offeredOn(agent.id()));
    assertThat(free.scalar("disk")).isEqualTo(1000);
  }

  @Test
  void anOperationOnItNamesItsVersionAndItsRole() {
    scheduler.accepts(offerOfDisk(), named("op", reserve(RESERVED)));

    ToAgent.ApplyOperation sent = applied();
    assertThat(sent.version()).contains(VERSION);
    assertThat(sent.operation().getReserve().getResources(0).getAllocationInfo().getRole())
        .isEqualTo("r1");
    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(512);
  }

  @Test
  void aDiskThatIsBeingMadeIsNobodysUntilItIsThere() {
    scheduler.accepts(offerOfDisk(), named("op", createDisk()));

    ToAgent.ApplyOperation sent = applied();
    assertThat(total().contains(Resources.of(List.of(RAW)))).isTrue();
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.of(List.of(RAW)));
    agentSays(List.of(provider(List.of(MOUNT), operation(sent, finished(sent)))));
    cluster.agentSays(
        agent.link(),
        new FromAgent.OperationUpdate(sent.uuid(), sent.framework(), finished(sent), List.of()));
    assertThat(cluster.state().usedOn(agent.id()).isEmpty()).isTrue();
    assertThat(scheduler.takeEvents())
        .anySatisfy(
            e ->
                assertThat(e.getUpdateOperationStatus().getStatus().getState())
                    .isEqualTo(OperationState.OPERATION_FINISHED));
    assertThat(total().contains(Resources.of(List.of(MOUNT)))).isTrue();
  }

  @Test
  void anOperationThatTheProviderDoesNotNameIsAskedAboutAndStillCounts() {
    scheduler.accepts(offerOfDisk(), named("op", reserve(RESERVED)));
    ToAgent.ApplyOperation sent = applied();

    provides(RAW);

    assertThat(total().reservedTo("r1").scalar("disk")).isEqualTo(512);
    assertThat(agent.messages(ToAgent.ReconcileOperations.class))
        .containsExactly(
            new ToAgent.ReconcileOperations(
                List.of(new ToAgent.ReconciledOperation(sent.uuid(), LVM))));
    cluster.agentSays(
        agent.link(),
        new FromAgent.OperationUpdate(
            sent.uuid(),
            Optional.empty(),
            OperationStatus.newBuilder().setState(OperationState.OPERATION_DROPPED).build(),
            List.of()));
    provides(RAW);
    assertThat(cluster.state().operations()).isEmpty();
    assertThat(total().reservedTo("r1").isEmpty()).isTrue();
    assertThat(scheduler.takeEvents())
        .anySatisfy(
            e ->
                assertThat(e.getUpdateOperationStatus().getStatus().getOperationId().getValue())
                    .isEqualTo("op"));
  }

  @Test
  void anOperationComesBackWithItsProvider() {
    scheduler.accepts(offerOfDisk(), named("op", createDisk()));
    ToAgent.ApplyOperation sent = applied();
    OperationStatus pending =
        OperationStatus.newBuilder().setState(OperationState.OPERATION_PENDING).build();

    agentSays(List.of());
    assertThat(cluster.state().operations()).isEmpty();

    agentSays(List.of(provider(List.of(RAW), operation(sent, pending))));
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.of(List.of(RAW)));
  }

  @Test
  void whatCannotBeMadeOfADiskIsSaid() {
    scheduler.accepts(
        offerOfDisk(),
        named(
            "op",
            createDisk().toBuilder()
                .setCreateDisk(createDisk().getCreateDisk().toBuilder().clearTargetProfile())
                .build()));

    assertThat(scheduler.takeEvents())
        .anySatisfy(
            e ->
                assertThat(e.getUpdateOperationStatus().getStatus().getMessage())
                    .startsWith("'target_profile' must be set when 'source' has no profile"));
    assertThat(agent.messages(ToAgent.ApplyOperation.class)).isEmpty();
  }

  @Test
  void anAgentThatComesBackWithItsProviderHasWhatThatHas() {
    agent.losesLinkAndMessages();
    Resources all = Resources.parse("cpus:2;mem:1024;disk:1000").plus(Resources.of(List.of(RAW)));

    agent.returns(
        new FromAgent.ReportedResources(
            all.toProtos(), List.of(), List.of(provider(List.of(RAW)))));

    assertThat(total()).isEqualTo(all);
    assertThat(cluster.state().agent(agent.id()).orElseThrow().provider(LVM)).isPresent();
  }

  /** A disk by itself is too little to be offered: it is there before the rest is offered. */
  private TestScheduler subscribed() {
    provides(RAW);
    return TestScheduler.subscribed(cluster, TestScheduler.framework("r1").build());
  }

  private void provides(Resource... resources) {
    agentSays(List.of(provider(List.of(resources))));
  }

  private void agentSays(List<ReportedProvider> providers) {
    cluster.agentSays(agent.link(), new FromAgent.ProvidersChanged(providers));
  }

  private static ReportedProvider provider(List<Resource> total, ReportedOperation... operations) {
    return new ReportedProvider(
        ResourceProviderInfo.newBuilder()
            .setId(LVM.toProto())
            .setType("org.example")
            .setName("lvm")
            .build(),
        total,
        VERSION,
        List.of(operations));
  }

  private static ReportedOperation operation(ToAgent.ApplyOperation sent, OperationStatus latest) {
    return new ReportedOperation(sent.uuid(), sent.framework(), sent.operation(), latest);
  }

  private OperationStatus finished(ToAgent.ApplyOperation sent) {
    return agent.status(sent, OperationState.OPERATION_FINISHED).toBuilder()
        .addConvertedResources(MOUNT)
        .setResourceProviderId(LVM.toProto())
        .build();
  }

  private ToAgent.ApplyOperation applied() {
    return agent.messages(ToAgent.ApplyOperation.class).getFirst();
  }

  private Resources total() {
    return cluster.state().agent(agent.id()).orElseThrow().total();
  }

  /** The last offer, which has the disk. */
  private Offer offerOfDisk() {
    List<Offer> offers =
        scheduler.takeEvents().stream()
            .filter(e -> e.getType() == Event.Type.OFFERS)
            .flatMap(e -> e.getOffers().getOffersList().stream())
            .filter(o -> o.getResourcesList().stream().anyMatch(Resource::hasProviderId))
            .toList();
    return offers.getLast();
  }

  private Operation launch(Offer offer) {
    AllocationInfo role = AllocationInfo.newBuilder().setRole("r1").build();
    return Operation.newBuilder()
        .setType(Operation.Type.LAUNCH)
        .setLaunch(
            Operation.Launch.newBuilder()
                .addTaskInfos(
                    TaskInfo.newBuilder(Tasks.task("t", offer, "disk:0").build())
                        .clearResources()
                        .addResources(RAW.toBuilder().setAllocationInfo(role))))
        .build();
  }

  private static Operation createDisk() {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE_DISK)
        .setCreateDisk(
            Operation.CreateDisk.newBuilder()
                .setSource(RAW)
                .setTargetType(DiskInfo.Source.Type.MOUNT)
                .setTargetProfile("default"))
        .build();
  }

  private static Resource.Builder disk(DiskInfo.Source.Type type) {
    DiskInfo.Source.Builder source = DiskInfo.Source.newBuilder().setType(type).setId("d1");
    if (type == DiskInfo.Source.Type.MOUNT) {
      source.setMount(DiskInfo.Source.Mount.newBuilder().setRoot("/mnt/d1"));
    }
    return Resource.newBuilder()
        .setProviderId(LVM.toProto())
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(512))
        .setDisk(DiskInfo.newBuilder().setSource(source));
  }
}
