package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.ResourceProviderInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.resource_provider.Protos.Call;
import org.apache.mesos.v1.resource_provider.Protos.Call.UpdatePublishResourcesStatus.Status;
import org.apache.mesos.v1.resource_provider.Protos.Event;
import org.junit.jupiter.api.Test;

/** Resource providers of an agent: who they are, what they have, and what is done with it. */
class ResourceProviderTest {

  private static final ByteString VERSION = uuid("version");

  private final KernelScenario agent = KernelScenario.registeredAgent();
  private long requests;
  private long stream;
  private String streamId = "";
  private ProviderId provider = new ProviderId("");

  @Test
  void aNewOneIsGivenAnIdThatItKeeps() {
    subscribe();
    ProviderId first = provider;
    agent.restart().linkUp();
    agent.masterSays(
        new ToAgent.Reregistered(KernelScenario.AGENT, Duration.ofSeconds(75), List.of()));

    subscribe(Optional.of(first), "lvm");

    assertThat(provider).isEqualTo(first);
    assertThat(agent.state().providers().find(first)).isPresent();
    assertThat(AgentState.of(Checkpoint.of(agent.state())).providers().known(first)).isPresent();
  }

  @Test
  void nobodyElseComesUnderItsName() {
    subscribe();

    assertThat(subscribe(Optional.of(provider), "another"))
        .hasAtLeastOneElementOfType(AgentEffect.CloseProviderStream.class)
        .noneMatch(AgentEffect.TellProvider.class::isInstance);
    assertThat(subscribe(Optional.of(new ProviderId("unknown")), "lvm"))
        .noneMatch(AgentEffect.TellProvider.class::isInstance);
  }

  @Test
  void callsAreLookedAtInMesosOrder() {
    assertThat(refusal(updateState(VERSION, raw()), Optional.empty()))
        .isEqualTo("Resource provider is not subscribed");
    subscribe();
    Resource foreign = raw().toBuilder().clearProviderId().build();
    assertThat(refusal(updateState(VERSION, foreign), Optional.empty()))
        .isEqualTo("Inconsistent call: Inconsistent resource provider ID in 'update_state'");
    assertThat(refusal(updateState(VERSION, raw()), Optional.empty()))
        .isEqualTo("All non-subscribe calls should include to 'Mesos-Stream-Id' header");
    assertThat(refusal(updateState(VERSION, raw()), Optional.of("x")))
        .startsWith("The stream ID 'x' included in this request didn't match");
  }

  @Test
  void theMasterLearnsWhatItHasAndThatItIsGone() {
    subscribe();

    call(updateState(VERSION, raw()));

    assertThat(agent.sent()).singleElement().satisfies(m -> assertThat(totals(m)).isEqualTo(all()));
    agent.handle(new AgentInput.ProviderStreamLost(stream));
    assertThat(agent.sent()).containsExactly(new FromAgent.ProvidersChanged(List.of()));
    assertThat(agent.state().providers().all()).isEmpty();
  }

  @Test
  void aMasterThatTheAgentRegistersWithAgainIsToldAll() {
    withRaw();

    agent.linkDown().linkUp();

    FromAgent.Reregister report = (FromAgent.Reregister) agent.sent().getLast();
    assertThat(Resources.of(report.resources().total()).contains(all())).isTrue();
    assertThat(report.resources().providers()).hasSize(1);
  }

  @Test
  void aReservationIsDoneAtOnceAndHandedOver() {
    withRaw();

    agent.masterSays(apply("r", reserve()));

    assertThat(events())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.getApplyOperation().getInfo()).isEqualTo(reserve());
              assertThat(e.getApplyOperation().getResourceVersionUuid().getValue())
                  .isEqualTo(VERSION);
            });
    assertThat(total().reservedTo("r1")).isEqualTo(Resources.of(List.of(reserved())));
    told("r", OperationState.OPERATION_FINISHED, true);
    assertThat(sentStates()).containsExactly(OperationState.OPERATION_FINISHED);
    agent.masterSays(new ToAgent.AcknowledgeOperation(uuid("r"), uuid("s"), Optional.of(provider)));
    assertThat(events())
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.getAcknowledgeOperationStatus().getStatusUuid().getValue())
                    .isEqualTo(uuid("s")));
    assertThat(agent.state().providers().find(provider).orElseThrow().operations()).isEmpty();
  }

  @Test
  void whatADiskBecomesIsKnownWhenItIsMade() {
    withRaw();
    agent.masterSays(apply("c", createDisk()));
    assertThat(total()).isEqualTo(all());

    toldOf("c", status(OperationState.OPERATION_FINISHED, true).addConvertedResources(mount()));

    assertThat(total()).isEqualTo(Resources.of(List.of(mount())));
    assertThat(agent.sent())
        .extracting(m -> (Object) m.getClass())
        .containsExactly(FromAgent.ProvidersChanged.class, FromAgent.OperationUpdate.class);
  }

  @Test
  void aDiskThatCannotBeMadeStaysAsItWas() {
    withRaw();
    agent.masterSays(apply("c", createDisk()));

    told("c", OperationState.OPERATION_FAILED, true);

    assertThat(total()).isEqualTo(all());
  }

  @Test
  void anOperationForOneThatIsAwayIsDropped() {
    withRaw();
    agent.handle(new AgentInput.ProviderStreamLost(stream)).effects();

    agent.masterSays(apply("r", reserve()));

    assertThat(sentStates()).containsExactly(OperationState.OPERATION_DROPPED);
  }

  @Test
  void anOperationOfWhichNothingWasHeardIsAskedAbout() {
    withRaw();

    agent.masterSays(
        new ToAgent.ReconcileOperations(
            List.of(
                new ToAgent.ReconciledOperation(uuid("lost"), provider),
                new ToAgent.ReconciledOperation(uuid("x"), new ProviderId("unknown")))));

    List<AgentEffect> effects = agent.effects();
    assertThat(events(effects))
        .singleElement()
        .satisfies(e -> assertThat(e.getReconcileOperations().getOperationUuidsCount()).isOne());
    assertThat(effects)
        .filteredOn(AgentEffect.Send.class::isInstance)
        .singleElement()
        .satisfies(
            e ->
                assertThat(
                        ((FromAgent.OperationUpdate) ((AgentEffect.Send) e).message())
                            .status()
                            .getState())
                    .isEqualTo(OperationState.OPERATION_UNKNOWN));
  }

  @Test
  void aTaskWaitsUntilItsDiskIsMadeReady() {
    withRaw();

    runTask(VERSION);

    Event publish = events().getFirst();
    assertThat(publish.getPublishResources().getResourcesList()).containsExactly(raw());
    assertThat(agent.agentTask("t").live()).isTrue();
    published(publish, Status.OK);
    assertThat(agent.effects())
        .filteredOn(AgentEffect.LaunchContainer.class::isInstance)
        .hasSize(1);
    assertThat(agent.started("t").sentStates()).contains(TaskState.TASK_STARTING);
  }

  @Test
  void aTaskWhoseDiskCannotBeMadeReadyFails() {
    withRaw();
    runTask(VERSION);

    published(events().getFirst(), Status.FAILED);

    assertThat(agent.effects()).noneMatch(AgentEffect.LaunchContainer.class::isInstance);
    TaskStatus status = agent.agentTask("t").updates().getLast();
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
    assertThat(status.getMessage())
        .startsWith("Failed to launch container: Failed to publish resources")
        .endsWith("Received FAILED status");
  }

  @Test
  void aTaskDoesNotWaitForOneThatHasGoneOrDoesNotAnswer() {
    withRaw();
    runTask(VERSION);
    agent.handle(new AgentInput.ProviderStreamLost(stream));
    assertThat(agent.agentTask("t").updates().getLast().getMessage()).endsWith("Connection closed");

    subscribe(Optional.of(provider), "lvm");
    call(updateState(VERSION, raw()));
    agent.acknowledgeAll("t");
    runTask(VERSION);
    agent.advance(Duration.ofMinutes(1));
    assertThat(agent.agentTask("t").updates().getLast().getMessage())
        .endsWith("has not answered for 60 s");
  }

  @Test
  void aTaskThatWaitsCanBeKilled() {
    withRaw();
    runTask(VERSION);

    agent.kill("t");

    assertThat(agent.agentTask("t").updates().getLast().getState())
        .isEqualTo(TaskState.TASK_KILLED);
    assertThat(agent.effects()).noneMatch(AgentEffect.CancelLaunch.class::isInstance);
  }

  @Test
  void aTaskOfWhatIsNoLongerThereIsDropped() {
    withRaw();

    runTask(uuid("another"));

    TaskStatus status = agent.agentTask("t").updates().getLast();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
  }

  @Test
  void onlyOneWithoutResourcesIsMarkedGone() {
    withRaw();
    assertThat(gone())
        .isEqualTo(
            "Could not mark resource provider '%s' as gone: Resource provider has resources"
                .formatted(provider));
    call(updateState(VERSION));
    agent.effects();

    agent.handle(new AgentInput.ProviderGone(99, provider));

    List<AgentEffect> effects = agent.effects();
    assertThat(events(effects)).extracting(Event::getType).containsExactly(Event.Type.TEARDOWN);
    assertThat(effects).contains(new AgentEffect.AnswerProvider(99, new ProviderAnswer.Done()));
    assertThat(gone()).contains("unknown resource provider");
    assertThat(subscribe(Optional.of(provider), "lvm"))
        .noneMatch(AgentEffect.TellProvider.class::isInstance);
  }

  private void withRaw() {
    subscribe();
    call(updateState(VERSION, raw()));
    agent.effects();
  }

  private void subscribe() {
    subscribe(Optional.empty(), "lvm");
    agent.effects();
  }

  private List<AgentEffect> subscribe(Optional<ProviderId> id, String name) {
    ResourceProviderInfo.Builder info =
        ResourceProviderInfo.newBuilder().setType("org.example").setName(name);
    id.ifPresent(i -> info.setId(i.toProto()));
    long request = ++requests;
    agent.handle(
        new AgentInput.ProviderCalled(
            request,
            Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setResourceProviderInfo(info))
                .build(),
            Optional.empty()));
    List<AgentEffect> effects = agent.effects();
    for (AgentEffect effect : effects) {
      if (effect instanceof AgentEffect.AnswerProvider answer
          && answer.answer() instanceof ProviderAnswer.Streaming streaming) {
        stream = request;
        streamId = streaming.streamId();
      }
      if (effect instanceof AgentEffect.TellProvider tell && tell.event().hasSubscribed()) {
        provider = ProviderId.of(tell.event().getSubscribed().getProviderId());
      }
    }
    return effects;
  }

  private void call(Call call) {
    agent.handle(new AgentInput.ProviderCalled(++requests, call, Optional.of(streamId)));
  }

  private String refusal(Call call, Optional<String> named) {
    agent.handle(new AgentInput.ProviderCalled(++requests, call, named));
    return refused();
  }

  private String gone() {
    agent.handle(new AgentInput.ProviderGone(++requests, provider));
    return refused();
  }

  private String refused() {
    AgentEffect.AnswerProvider answer = (AgentEffect.AnswerProvider) agent.effects().getLast();
    return ((ProviderAnswer.Refused) answer.answer()).message();
  }

  private Call updateState(ByteString version, Resource... resources) {
    return Call.newBuilder()
        .setType(Call.Type.UPDATE_STATE)
        .setResourceProviderId(provider.toProto())
        .setUpdateState(
            Call.UpdateState.newBuilder()
                .addAllResources(List.of(resources))
                .setResourceVersionUuid(Protos.UUID.newBuilder().setValue(version)))
        .build();
  }

  private void told(String operation, OperationState state, boolean reliably) {
    toldOf(operation, status(state, reliably));
  }

  private void toldOf(String operation, OperationStatus.Builder status) {
    agent.effects();
    call(
        Call.newBuilder()
            .setType(Call.Type.UPDATE_OPERATION_STATUS)
            .setResourceProviderId(provider.toProto())
            .setUpdateOperationStatus(
                Call.UpdateOperationStatus.newBuilder()
                    .setStatus(status)
                    .setOperationUuid(Protos.UUID.newBuilder().setValue(uuid(operation))))
            .build());
  }

  private OperationStatus.Builder status(OperationState state, boolean reliably) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder().setState(state).setResourceProviderId(provider.toProto());
    if (reliably) {
      status.setUuid(Protos.UUID.newBuilder().setValue(uuid("s")));
    }
    return status;
  }

  private void runTask(ByteString version) {
    agent.masterSays(
        new ToAgent.RunTask(
            agent.framework(),
            KernelScenario.task("t").addResources(raw()).build(),
            "*",
            false,
            List.of(new ToAgent.ResourceVersion(provider, version))));
  }

  private void published(Event publish, Status status) {
    call(
        Call.newBuilder()
            .setType(Call.Type.UPDATE_PUBLISH_RESOURCES_STATUS)
            .setResourceProviderId(provider.toProto())
            .setUpdatePublishResourcesStatus(
                Call.UpdatePublishResourcesStatus.newBuilder()
                    .setUuid(publish.getPublishResources().getUuid())
                    .setStatus(status))
            .build());
  }

  private List<Event> events() {
    return events(agent.effects());
  }

  private static List<Event> events(List<AgentEffect> effects) {
    return effects.stream()
        .filter(AgentEffect.TellProvider.class::isInstance)
        .map(e -> ((AgentEffect.TellProvider) e).event())
        .toList();
  }

  private List<OperationState> sentStates() {
    return agent.sent().stream()
        .filter(FromAgent.OperationUpdate.class::isInstance)
        .map(m -> ((FromAgent.OperationUpdate) m).status().getState())
        .toList();
  }

  private Resources total() {
    return agent.state().providers().total();
  }

  private Resources all() {
    return Resources.of(List.of(raw()));
  }

  private static Resources totals(FromAgent message) {
    return Resources.of(((FromAgent.ProvidersChanged) message).providers().getFirst().total());
  }

  private Resource raw() {
    return disk(DiskInfo.Source.Type.RAW).build();
  }

  private Resource mount() {
    return disk(DiskInfo.Source.Type.MOUNT).build();
  }

  private Resource reserved() {
    return disk(DiskInfo.Source.Type.RAW)
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"))
        .build();
  }

  private Resource.Builder disk(DiskInfo.Source.Type type) {
    DiskInfo.Source.Builder source = DiskInfo.Source.newBuilder().setType(type).setId("d1");
    if (type == DiskInfo.Source.Type.MOUNT) {
      source.setMount(DiskInfo.Source.Mount.newBuilder().setRoot("/mnt/d1"));
    }
    return Resource.newBuilder()
        .setProviderId(provider.toProto())
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(512))
        .setDisk(DiskInfo.newBuilder().setSource(source));
  }

  private Operation reserve() {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addResources(reserved()))
        .build();
  }

  private Operation createDisk() {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE_DISK)
        .setCreateDisk(
            Operation.CreateDisk.newBuilder()
                .setSource(raw())
                .setTargetType(DiskInfo.Source.Type.MOUNT)
                .setTargetProfile("default"))
        .build();
  }

  private static ToAgent apply(String uuid, Operation operation) {
    return new ToAgent.ApplyOperation(
        uuid(uuid), Optional.of(KernelScenario.FRAMEWORK), operation, Optional.of(VERSION));
  }

  private static ByteString uuid(String text) {
    return ByteString.copyFromUtf8((text + "0123456789abcdef").substring(0, 16));
  }
}
