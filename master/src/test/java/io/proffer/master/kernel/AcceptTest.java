package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.kernel.CallOutcome.Accepted;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of accepted offers, good ones and bad ones. */
class AcceptTest {
  private static final String RESOURCES = "cpus:2;mem:4096;disk:10000;ports:[31000-32000]";

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, RESOURCES);
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  @Test
  void anUnknownOfferDropsItsTasks() {
    Offer offer = offerOf("no-such-offer-O99");

    assertThat(scheduler.launches(offer, Tasks.task("t", agent.id()).build()))
        .isInstanceOf(Accepted.class);

    TaskStatus told = scheduler.takeUpdate();
    assertThat(told.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(told.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
    assertThat(told.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    assertThat(told.getMessage())
        .isEqualTo("Task launched with invalid offers: Offer no-such-offer-O99 is no longer valid");
    assertThat(told.getAgentId()).isEqualTo(agent.id().toProto());
    assertThat(told.hasUuid()).isFalse();
    assertThat(told.getTimestamp()).isEqualTo(Statuses.seconds(cluster.now()));
    assertNothingIsUsed();
  }

  @Test
  void oldFrameworksLoseTheTasksOfUnknownOffers() {
    TestScheduler old = TestScheduler.subscribedOld(cluster, "r1");

    old.launches(offerOf("x"), Tasks.task("t", agent.id()).build());

    assertThat(old.takeUpdate().getState()).isEqualTo(TaskState.TASK_LOST);
  }

  @Test
  void anotherFrameworksOfferIsLeftAlone() {
    Offer offer = scheduler.takeOffer();
    TestScheduler thief = TestScheduler.subscribed(cluster, "r1");

    thief.launches(offer, Tasks.task("t", offer).build());

    assertThat(thief.takeUpdate().getMessage())
        .isEqualTo(
            "Task launched with invalid offers: Offer "
                + offer.getId().getValue()
                + " has invalid framework "
                + scheduler.id()
                + " while framework "
                + thief.id()
                + " is expected");
    scheduler.launches(offer, Tasks.task("mine", offer).build());
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
  }

  @Test
  void theSameOfferTwiceIsNoGood() {
    Offer offer = scheduler.takeOffer();

    scheduler.accepts(List.of(offer, offer), 0, Tasks.launch(Tasks.task("t", offer).build()));

    assertThat(scheduler.takeUpdate().getMessage())
        .isEqualTo(
            "Task launched with invalid offers: Duplicate offer "
                + offer.getId().getValue()
                + " in offer list");
    assertThat(scheduler.takeOffers()).as("it is discarded, and offered again").hasSize(1);
  }

  @Test
  void anOfferIsGoodOnlyOnce() {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t1", offer).build());

    scheduler.launches(offer, Tasks.task("t2", offer).build());

    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
  }

  @Test
  void aRepeatedCallIsToldHowItsTaskFaresAndNotThatItWasDropped() {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer).build());

    scheduler.launches(offer, Tasks.task("t", offer).build());

    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TaskState.TASK_STAGING);
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
  }

  @Test
  void offersOfTwoAgentsDoNotGoTogether() {
    TestAgent.registered(cluster, RESOURCES);
    List<Offer> offers = scheduler.takeOffers();

    scheduler.accepts(offers, 0, Tasks.launch(Tasks.task("t", offers.get(0)).build()));

    assertThat(scheduler.takeUpdate().getMessage())
        .contains("Aggregated offers must belong to one single agent. Offer ");
  }

  @Test
  void offersOfTwoRolesDoNotGoTogether() {
    TestScheduler two = new TestScheduler(cluster, TestScheduler.framework("a", "b").build());
    scheduler.suppresses();
    scheduler.declines(scheduler.takeOffer(), 0);
    two.subscribe();
    Offer first = two.takeOffer();
    two.launches(first, Tasks.task("t", first).build());
    Offer second = two.takeOffer();
    agent.reports("t", TaskState.TASK_FINISHED);
    Offer third = two.takeOffer();
    two.takeEvents();
    assertThat(second.getAllocationInfo()).isNotEqualTo(third.getAllocationInfo());

    two.accepts(List.of(second, third), 0, Tasks.launch(Tasks.task("u", second).build()));

    assertThat(two.takeUpdate().getMessage())
        .contains("Aggregated offers must be allocated to the same role. Offer ");
  }

  @Test
  void noOfferIsNoGood() {
    scheduler.accepts(List.of(), 0, Tasks.launch(Tasks.task("t", agent.id()).build()));

    assertThat(scheduler.takeUpdate().getMessage())
        .isEqualTo("Task launched with invalid offers: No offers specified");
  }

  @Test
  void offersOfOneAgentAndRoleAddUp() {
    Offer first = scheduler.takeOffer();
    scheduler.launches(first, Tasks.task("t", first, "cpus:1.5;mem:100").build());
    Offer second = scheduler.takeOffer();
    agent.reports("t", TaskState.TASK_FINISHED);
    Offer third = scheduler.takeOffer();
    scheduler.takeUpdates();
    agent.messages();

    scheduler.accepts(
        List.of(second, third),
        0,
        Tasks.launch(Tasks.task("u", second, "cpus:2;mem:4096").build()));

    assertThat(scheduler.takeUpdates()).isEmpty();
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
  }

  @Test
  void aTaskThatAsksForMoreThanCanBeCountedFailsAndNothingElse() {
    Offer offer = scheduler.takeOffer();
    Resource most =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(1e12))
            .build();
    TaskInfo.Builder greedy = Tasks.task("t", offer).clearResources();
    for (int i = 0; i < 20_000; i++) {
      greedy.addResources(most);
    }

    scheduler.launches(offer, greedy.build());

    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void ofTwoTasksOnlyTheOneThatDoesNotFitFails() {
    Offer offer = scheduler.takeOffer();

    scheduler.launches(
        offer,
        Tasks.task("two1", offer, "cpus:1.1;mem:64").build(),
        Tasks.task("two2", offer, "cpus:1.5;mem:32").build());

    TaskStatus told = scheduler.takeUpdate();
    assertThat(told.getTaskId().getValue()).isEqualTo("two2");
    assertThat(told.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(told.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
    assertThat(told.getMessage())
        .isEqualTo(
            "Total resources cpus(allocated: r1):1.5; mem(allocated: r1):32 required by task and"
                + " its executor is more than available cpus(allocated: r1):0.9;"
                + " mem(allocated: r1):4032; disk(allocated: r1):10000;"
                + " ports(allocated: r1):[31000-32000]");
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.parse("cpus:1.1;mem:64"));
    assertThat(Resources.of(scheduler.takeOffer().getResourcesList()))
        .isEqualTo(Resources.parse("cpus:0.9;mem:4032;disk:10000;ports:[31000-32000]"));
  }

  @Test
  void acceptingWithoutOperationsIsDeclining() {
    Offer offer = scheduler.takeOffer();

    scheduler.accepts(List.of(offer), 3);

    assertThat(scheduler.takeOffers()).isEmpty();
    cluster.advanceSeconds(3);
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void nothingOfABadTaskStaysAllocated() {
    Offer offer = scheduler.takeOffer();

    scheduler.launches(offer, Tasks.task("t", offer, "cpus:999;mem:32").build());

    assertNothingIsUsed();
    assertThat(Resources.of(scheduler.takeOffer().getResourcesList()))
        .isEqualTo(Resources.parse(RESOURCES));
  }

  @Test
  void zeroOfAResourceIsNone() {
    Offer offer = scheduler.takeOffer();
    TaskInfo task = Tasks.task("t", offer, "mem:32").addResources(scalar("cpus", 0)).build();

    scheduler.launches(offer, task);

    assertThat(scheduler.takeUpdates()).isEmpty();
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.parse("mem:32"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTasks")
  void aTaskThatIsNotValidIsAnError(
      String message, BiFunction<Offer, TaskInfo.Builder, TaskInfo.Builder> spoil) {
    Offer offer = scheduler.takeOffer();

    scheduler.launches(offer, spoil.apply(offer, Tasks.task("t", offer)).build());

    TaskStatus told = scheduler.takeUpdate();
    assertThat(told.getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(told.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
    assertThat(told.getMessage()).isEqualTo(message.replace("AGENT", agent.id().value()));
    assertNothingIsUsed();
  }

  static Stream<Arguments> badTasks() {
    return Stream.of(
        bad(
            "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present",
            TaskInfo.Builder::clearCommand),
        bad(
            "Task uses invalid agent nope while agent AGENT is expected",
            task -> task.setAgentId(task.getAgentId().toBuilder().setValue("nope"))),
        bad(
            "Resource 'cpus:-1' is invalid: Invalid scalar resource: value <= 0",
            task -> task.addResources(scalar("cpus", -1))),
        bad(
            "'t/slash' contains invalid characters",
            task -> task.setTaskId(task.getTaskId().toBuilder().setValue("t/slash"))),
        bad("Task uses no resources", TaskInfo.Builder::clearResources));
  }

  private static Arguments bad(
      String message, java.util.function.UnaryOperator<TaskInfo.Builder> spoil) {
    BiFunction<Offer, TaskInfo.Builder, TaskInfo.Builder> function =
        (offer, task) -> spoil.apply(task);
    return Arguments.of(message, function);
  }

  @Test
  void aTaskIdThatIsInUseIsAnError() {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer).build());
    Offer rest = scheduler.takeOffer();

    scheduler.launches(
        rest,
        Tasks.task("t", rest).build(),
        Tasks.task("u", rest).build(),
        Tasks.task("u", rest).build());

    assertThat(scheduler.takeUpdates())
        .extracting(TaskStatus::getMessage)
        .containsExactly("Task has duplicate ID: t", "Task has duplicate ID: u");
    assertThat(cluster.state().tasks(scheduler.id())).hasSize(2);
  }

  @Test
  void twoFrameworksMayUseTheSameTaskId() {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer).build());
    TestScheduler other = TestScheduler.subscribed(cluster, "r1");
    scheduler.declines(scheduler.takeOffer(), 100);
    Offer theirs = other.takeOffer();

    other.launches(theirs, Tasks.task("t", theirs).build());

    assertThat(other.takeUpdates()).isEmpty();
    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(2);
  }

  @Test
  void aTaskIdMayBeUsedAgainOnceTheTaskIsOver() {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task("t", offer).build());
    agent.reports("t", TaskState.TASK_FINISHED);
    scheduler.acknowledges("t", agent.id(), TaskState.TASK_FINISHED);
    scheduler.takeUpdates();
    Offer rest = scheduler.takeOffers().get(0);

    scheduler.launches(rest, Tasks.task("t", rest).build());

    assertThat(scheduler.takeUpdates()).isEmpty();
    assertThat(cluster.state().tasks(scheduler.id())).hasSize(1);
    assertThat(cluster.state().completedTasks(scheduler.id())).hasSize(1);
  }

  @Test
  void launchesHaveNoOperationId() {
    Offer offer = scheduler.takeOffer();

    scheduler.accepts(
        offer,
        Tasks.launch(Tasks.task("t", offer).build()).toBuilder()
            .setId(OperationID.newBuilder().setValue("op"))
            .build());

    assertThat(scheduler.takeUpdate().getMessage())
        .isEqualTo("The `id` field cannot be set on LAUNCH operations");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"UNKNOWN", "LAUNCH", "LAUNCH_GROUP"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherOperationsFailWithoutDisturbingTheRest(Operation.Type type) {
    Offer offer = scheduler.takeOffer();
    Operation failing =
        Operation.newBuilder()
            .setType(type)
            .setId(OperationID.newBuilder().setValue("op-1"))
            .build();

    scheduler.accepts(offer, failing, Tasks.launch(Tasks.task("t", offer).build()));

    assertThat(agent.messages(ToAgent.RunTask.class)).hasSize(1);
    assertThat(scheduler.takeEvents())
        .filteredOn(event -> event.getType() == Event.Type.UPDATE_OPERATION_STATUS)
        .extracting(event -> event.getUpdateOperationStatus().getStatus())
        .singleElement()
        .satisfies(
            status -> assertThat(status.getState()).isEqualTo(OperationState.OPERATION_ERROR))
        .satisfies(status -> assertThat(status.getOperationId().getValue()).isEqualTo("op-1"))
        .satisfies(status -> assertThat(status.getMessage()).isNotEmpty());
  }

  @Test
  void operationsWithoutIdFailInSilence() {
    Offer offer = scheduler.takeOffer();
    scheduler.takeEvents();

    scheduler.accepts(offer, Operation.newBuilder().setType(Operation.Type.RESERVE).build());
    scheduler.accepts(
        offerOf("gone"), Operation.newBuilder().setType(Operation.Type.RESERVE).build());

    assertThat(scheduler.takeEventTypes()).containsOnly(Event.Type.OFFERS);
  }

  private Offer offerOf(String id) {
    return Offer.newBuilder()
        .setId(OfferID.newBuilder().setValue(id))
        .setFrameworkId(scheduler.protoId())
        .setAgentId(agent.id().toProto())
        .setHostname("localhost")
        .build();
  }

  private void assertNothingIsUsed() {
    assertThat(cluster.state().usedOn(agent.id())).isEqualTo(Resources.empty());
    assertThat(cluster.state().tasks(scheduler.id())).isEmpty();
    assertThat(agent.messages(ToAgent.RunTask.class)).isEmpty();
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }
}
