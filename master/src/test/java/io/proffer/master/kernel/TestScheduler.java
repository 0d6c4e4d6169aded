package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.master.state.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** A framework's scheduler as the test drives it. */
final class TestScheduler {
  private final Cluster cluster;
  private final FrameworkInfo info;
  private final List<Event> unread = new ArrayList<>();
  private Optional<String> principal = Optional.empty();
  private StreamId stream = new StreamId("none");
  private FrameworkId id = new FrameworkId("");

  TestScheduler(Cluster cluster, FrameworkInfo info) {
    this.cluster = cluster;
    this.info = info;
  }

  /** Subscribes a framework of today: several roles, aware of partitions. */
  static TestScheduler subscribed(Cluster cluster, String... roles) {
    TestScheduler scheduler = new TestScheduler(cluster, framework(roles).build());
    scheduler.subscribe();
    return scheduler;
  }

  /** Subscribes a framework as they were before roles became many. */
  @SuppressWarnings("deprecation") // that is the point
  static TestScheduler subscribedOld(Cluster cluster, String role) {
    TestScheduler scheduler =
        new TestScheduler(
            cluster,
            FrameworkInfo.newBuilder().setUser("root").setName("old").setRole(role).build());
    scheduler.subscribe();
    return scheduler;
  }

  static TestScheduler subscribed(Cluster cluster, FrameworkInfo info) {
    TestScheduler scheduler = new TestScheduler(cluster, info);
    scheduler.subscribe();
    return scheduler;
  }

  static FrameworkInfo.Builder framework(String... roles) {
    return FrameworkInfo.newBuilder()
        .setUser("root")
        .setName("test")
        .setFailoverTimeout(30)
        .addAllRoles(Arrays.asList(roles))
        .addCapabilities(capability(Capability.Type.MULTI_ROLE))
        .addCapabilities(capability(Capability.Type.PARTITION_AWARE))
        .addCapabilities(capability(Capability.Type.TASK_KILLING_STATE))
        .addCapabilities(capability(Capability.Type.RESERVATION_REFINEMENT));
  }

  static Capability capability(Capability.Type type) {
    return Capability.newBuilder().setType(type).build();
  }

  CallOutcome subscribe() {
    return subscribe(info);
  }

  CallOutcome subscribe(FrameworkInfo as) {
    return subscribe(Call.Subscribe.newBuilder().setFrameworkInfo(as).build());
  }

  CallOutcome subscribe(Call.Subscribe call) {
    Call.Builder subscribe = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(call);
    if (!id.value().isEmpty()) {
      subscribe.setFrameworkId(id.toProto());
      subscribe.getSubscribeBuilder().getFrameworkInfoBuilder().setId(id.toProto());
    }
    return subscribe(subscribe.build());
  }

  CallOutcome subscribe(Call call) {
    RequestId request = new RequestId(cluster.nextNumber());
    stream = new StreamId(new UUID(0, cluster.nextNumber()).toString());
    cluster.when(new MasterInput.Subscribe(request, stream, call, principal));
    for (Event event : events()) {
      if (event.getType() == Event.Type.SUBSCRIBED) {
        id = FrameworkId.of(event.getSubscribed().getFrameworkId());
      }
    }
    return cluster.answerTo(request);
  }

  /** A scheduler that starts as the framework of another. */
  TestScheduler as(TestScheduler other) {
    return as(other.id);
  }

  TestScheduler as(FrameworkId framework) {
    id = framework;
    return this;
  }

  TestScheduler withPrincipal(String name) {
    principal = Optional.of(name);
    return this;
  }

  FrameworkId id() {
    return id;
  }

  StreamId stream() {
    return stream;
  }

  FrameworkInfo info() {
    return info.toBuilder().setId(id.toProto()).build();
  }

  void disconnects() {
    cluster.when(new MasterInput.StreamLost(stream));
  }

  /** Everything that came and was not taken yet. */
  List<Event> events() {
    unread.addAll(cluster.takeEvents(stream));
    return unread;
  }

  List<Event> takeEvents() {
    List<Event> taken = List.copyOf(events());
    unread.clear();
    return taken;
  }

  List<Event.Type> takeEventTypes() {
    return takeEvents().stream().map(Event::getType).toList();
  }

  /** The offers that came and were not taken yet; other events stay. */
  List<Offer> takeOffers() {
    List<Offer> offers = new ArrayList<>();
    for (Event event : events()) {
      offers.addAll(event.getOffers().getOffersList());
    }
    unread.removeIf(event -> event.getType() == Event.Type.OFFERS);
    return offers;
  }

  Offer takeOffer() {
    List<Offer> offers = takeOffers();
    if (offers.size() != 1) {
      throw new AssertionError("one offer was expected, but these came: " + offers);
    }
    return offers.get(0);
  }

  /** The task statuses that came and were not taken yet; other events stay. */
  List<TaskStatus> takeUpdates() {
    List<TaskStatus> statuses = new ArrayList<>();
    for (Event event : events()) {
      if (event.getType() == Event.Type.UPDATE) {
        statuses.add(event.getUpdate().getStatus());
      }
    }
    unread.removeIf(event -> event.getType() == Event.Type.UPDATE);
    return statuses;
  }

  TaskStatus takeUpdate() {
    List<TaskStatus> updates = takeUpdates();
    if (updates.size() != 1) {
      throw new AssertionError("one update was expected, but these came: " + updates);
    }
    return updates.get(0);
  }

  CallOutcome calls(Call.Builder call) {
    return cluster.call(call.setFrameworkId(id.toProto()).build(), Optional.of(stream), principal);
  }

  CallOutcome accepts(Offer offer, Operation... operations) {
    return accepts(List.of(offer), 0, operations);
  }

  CallOutcome accepts(List<Offer> offers, double refuseSeconds, Operation... operations) {
    Call.Accept.Builder accept =
        Call.Accept.newBuilder()
            .addAllOperations(Arrays.asList(operations))
            .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds));
    offers.forEach(offer -> accept.addOfferIds(offer.getId()));
    return calls(Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept));
  }

  CallOutcome launches(Offer offer, TaskInfo... tasks) {
    return accepts(offer, Tasks.launch(tasks));
  }

  CallOutcome declines(Offer offer, double refuseSeconds) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.DECLINE)
            .setDecline(
                Call.Decline.newBuilder()
                    .addOfferIds(offer.getId())
                    .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds))));
  }

  /** The inverse offers that came and were not taken yet; other events stay. */
  List<InverseOffer> takeInverseOffers() {
    List<InverseOffer> offers = new ArrayList<>();
    for (Event event : events()) {
      offers.addAll(event.getInverseOffers().getInverseOffersList());
    }
    unread.removeIf(event -> event.getType() == Event.Type.INVERSE_OFFERS);
    return offers;
  }

  CallOutcome acceptsInverse(OfferID offer, double refuseSeconds) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.ACCEPT_INVERSE_OFFERS)
            .setAcceptInverseOffers(
                Call.AcceptInverseOffers.newBuilder()
                    .addInverseOfferIds(offer)
                    .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds))));
  }

  CallOutcome declinesInverse(OfferID offer, double refuseSeconds) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.DECLINE_INVERSE_OFFERS)
            .setDeclineInverseOffers(
                Call.DeclineInverseOffers.newBuilder()
                    .addInverseOfferIds(offer)
                    .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds))));
  }

  CallOutcome acknowledges(String task, AgentId agent, TaskState state) {
    return acknowledges(task, agent, TestAgent.uuid(task, state));
  }

  CallOutcome acknowledges(String task, AgentId agent, ByteString uuid) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(agent.toProto())
                    .setTaskId(new TaskId(task).toProto())
                    .setUuid(uuid)));
  }

  CallOutcome kills(String task, Optional<AgentId> agent) {
    Call.Kill.Builder kill = Call.Kill.newBuilder().setTaskId(new TaskId(task).toProto());
    agent.ifPresent(a -> kill.setAgentId(a.toProto()));
    return calls(Call.newBuilder().setType(Call.Type.KILL).setKill(kill));
  }

  CallOutcome reconciles(String task, Optional<AgentId> agent) {
    Call.Reconcile.Task.Builder one =
        Call.Reconcile.Task.newBuilder().setTaskId(new TaskId(task).toProto());
    agent.ifPresent(a -> one.setAgentId(a.toProto()));
    return calls(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.newBuilder().addTasks(one)));
  }

  CallOutcome reconcilesAll() {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.getDefaultInstance()));
  }

  CallOutcome suppresses(String... roles) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.SUPPRESS)
            .setSuppress(Call.Suppress.newBuilder().addAllRoles(Arrays.asList(roles))));
  }

  CallOutcome revives(String... roles) {
    return calls(
        Call.newBuilder()
            .setType(Call.Type.REVIVE)
            .setRevive(Call.Revive.newBuilder().addAllRoles(Arrays.asList(roles))));
  }

  CallOutcome tearsDown() {
    return calls(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }

  FrameworkID protoId() {
    return id.toProto();
  }
}
