package io.proffer.master.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.FrameworkId;
import io.proffer.master.kernel.CallOutcome.Refused;
import io.proffer.master.kernel.CallOutcome.Subscribed;
import io.proffer.master.state.Framework;
import io.proffer.master.state.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferFilters;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How frameworks come, come back, and stay away. */
class SubscribeTest {
  private final Cluster cluster = new Cluster();

  @Test
  void aNewFrameworkGetsAnIdAndAHeartbeatAtOnce() {
    TestScheduler scheduler = new TestScheduler(cluster, TestScheduler.framework("r1").build());

    assertThat(scheduler.subscribe()).isEqualTo(new Subscribed(scheduler.stream()));

    List<Event> events = scheduler.takeEvents();
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getSubscribed().getFrameworkId().getValue())
        .isEqualTo(Cluster.MASTER + "-0000");
    assertThat(events.get(0).getSubscribed().getHeartbeatIntervalSeconds()).isEqualTo(15.0);
    assertThat(events.get(0).getSubscribed().getMasterInfo()).isEqualTo(Cluster.masterInfo());
    assertThat(events.get(1).getType()).isEqualTo(Event.Type.HEARTBEAT);
    assertThat(TestScheduler.subscribed(cluster, "r1").id().value())
        .isEqualTo(Cluster.MASTER + "-0001");
  }

  @Test
  void heartbeatsComeForAsLongAsTheStreamLasts() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.takeEvents();

    cluster.advanceSeconds(45);
    assertThat(scheduler.takeEventTypes())
        .containsExactly(Event.Type.HEARTBEAT, Event.Type.HEARTBEAT, Event.Type.HEARTBEAT);

    scheduler.disconnects();
    cluster.advanceSeconds(20);
    assertThat(scheduler.takeEvents()).isEmpty();
  }

  @Test
  void aFrameworkThatSubscribesAgainTakesOver() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler old = TestScheduler.subscribed(cluster, "r1");
    Offer offer = old.takeOffer();
    old.takeEvents();
    StreamId oldStream = old.stream();

    TestScheduler other = new TestScheduler(cluster, old.info()).as(old);
    cluster.holdAllocation();
    other.subscribe();

    List<Event> last = cluster.takeEvents(oldStream);
    assertThat(last)
        .singleElement()
        .satisfies(e -> assertThat(error(e)).isEqualTo("Framework failed over"));
    assertThat(cluster.isClosed(oldStream)).isTrue();
    assertThat(other.takeEventTypes()).containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT);
    assertThat(other.id()).isEqualTo(old.id());
    assertThat(cluster.state().offers()).as("old offers are silently discarded").isEmpty();
    cluster.allocateAgain();
    assertThat(other.takeOffer().getId()).isNotEqualTo(offer.getId());
    assertThat(cluster.state().frameworks()).hasSize(1);
  }

  @Test
  void offersOfARoleThatIsGivenUpAreRescinded() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    Offer offer = scheduler.takeOffer();
    scheduler.takeEvents();
    StreamId oldStream = scheduler.stream();

    new TestScheduler(cluster, TestScheduler.framework("r2").build()).as(scheduler).subscribe();

    List<Event> last = cluster.takeEvents(oldStream);
    assertThat(last)
        .extracting(Event::getType)
        .containsExactly(Event.Type.RESCIND, Event.Type.ERROR);
    assertThat(last.get(0).getRescind().getOfferId()).isEqualTo(offer.getId());
  }

  @Test
  void anUnknownIdIsTakenForAFrameworkOfAnEarlierMaster() {
    TestScheduler scheduler =
        new TestScheduler(cluster, TestScheduler.framework("r1").build())
            .as(new FrameworkId("chosen-by-the-client"));

    scheduler.subscribe();

    assertThat(scheduler.takeEventTypes())
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.HEARTBEAT);
    assertThat(cluster.state().framework(new FrameworkId("chosen-by-the-client"))).isPresent();
  }

  @Test
  void aFrameworkThatEndedStaysEnded() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.tearsDown();
    scheduler.takeEvents();

    scheduler.subscribe();

    assertRefused(scheduler, "Framework has been removed");
  }

  @Test
  void theFailoverTimeoutEndsAFrameworkThatStaysAway() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.disconnects();
    cluster.advanceSeconds(29);
    assertThat(framework(scheduler).connected()).isFalse();
    cluster.advanceSeconds(1);

    assertThat(cluster.state().framework(scheduler.id())).isEmpty();
    assertThat(cluster.state().isCompleted(scheduler.id())).isTrue();
  }

  @Test
  void aFrameworkThatComesBackInTimeGoesOn() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");
    scheduler.disconnects();
    cluster.advanceSeconds(29);
    scheduler.subscribe();

    cluster.advance(Duration.ofMinutes(10));

    assertThat(framework(scheduler).connected()).isTrue();
    assertThat(framework(scheduler).registeredAt()).isEqualTo(Cluster.START);
    assertThat(framework(scheduler).reregisteredAt()).isEqualTo(Cluster.START.plusSeconds(29));
  }

  @Test
  void withoutAFailoverTimeoutDisconnectingIsTheEnd() {
    FrameworkInfo info = TestScheduler.framework("r1").setFailoverTimeout(0).build();
    TestScheduler scheduler = new TestScheduler(cluster, info);
    scheduler.subscribe();

    scheduler.disconnects();

    assertThat(cluster.state().isCompleted(scheduler.id())).isTrue();
  }

  @Test
  void aFailoverTimeoutMayBeOfCenturies() {
    FrameworkInfo info = TestScheduler.framework("r1").setFailoverTimeout(9e9).build();
    TestScheduler scheduler = new TestScheduler(cluster, info);
    scheduler.subscribe();

    scheduler.disconnects();
    cluster.advance(Duration.ofDays(365));

    assertThat(cluster.state().framework(scheduler.id())).isPresent();
  }

  @Test
  void offersOfADisconnectedFrameworkGoToOthers() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    TestScheduler first = TestScheduler.subscribed(cluster, "r1");
    TestScheduler second = TestScheduler.subscribed(cluster, "r1");
    assertThat(first.takeOffers()).hasSize(1);
    assertThat(second.takeOffers()).isEmpty();

    first.disconnects();

    assertThat(second.takeOffers()).hasSize(1);
  }

  @Test
  void theUserAndCheckpointOfAKnownFrameworkNeverChange() {
    TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

    scheduler.subscribe(
        TestScheduler.framework("r1").setUser("other").setCheckpoint(true).setName("new").build());

    assertThat(framework(scheduler).info().getUser()).isEqualTo("root");
    assertThat(framework(scheduler).info().getCheckpoint()).isFalse();
    assertThat(framework(scheduler).info().getName()).isEqualTo("new");
  }

  @Test
  void aFrameworkIsNotTakenOverUnderAnotherPrincipal() {
    TestScheduler scheduler =
        new TestScheduler(cluster, TestScheduler.framework("r1").setPrincipal("p1").build());
    scheduler.subscribe();
    TestScheduler thief =
        new TestScheduler(cluster, TestScheduler.framework("r1").setPrincipal("p2").build())
            .as(scheduler);

    thief.subscribe();

    assertRefused(thief, "Changing framework's principal is not allowed.");
    assertThat(framework(scheduler).stream()).contains(scheduler.stream());
  }

  @Test
  void aFrameworkWithoutPrincipalHasThatOfItsClient() {
    TestScheduler scheduler =
        new TestScheduler(cluster, TestScheduler.framework("r1").build()).withPrincipal("p1");
    scheduler.subscribe();

    assertThat(framework(scheduler).info().getPrincipal()).isEqualTo("p1");
  }

  @Test
  void rolesMayBeSuppressedFromTheStart() {
    TestAgent.registered(cluster, "cpus:2;mem:1024");
    FrameworkInfo info = TestScheduler.framework("r1", "r2").build();
    TestScheduler scheduler = new TestScheduler(cluster, info);

    scheduler.subscribe(
        Call.Subscribe.newBuilder().setFrameworkInfo(info).addSuppressedRoles("r1").build());

    assertThat(scheduler.takeOffer().getAllocationInfo().getRole()).isEqualTo("r2");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badFrameworks")
  void aFrameworkThatIsNotValidIsToldSoOnTheStream(FrameworkInfo.Builder info, String message) {
    TestScheduler scheduler = new TestScheduler(cluster, info.build());

    assertThat(scheduler.subscribe()).isEqualTo(new Subscribed(scheduler.stream()));

    assertRefused(scheduler, message);
    assertThat(cluster.state().frameworks()).isEmpty();
  }

  @SuppressWarnings("deprecation") // old clients
  static Stream<Arguments> badFrameworks() {
    return Stream.of(
        Arguments.of(
            TestScheduler.framework("r1").setRole("r1"),
            "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable"),
        Arguments.of(
            TestScheduler.framework("r1").clearCapabilities(),
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable"),
        Arguments.of(
            TestScheduler.framework("r1", "r2", "r1"),
            "'FrameworkInfo.roles' contains duplicate items: { r1 }"),
        Arguments.of(
            TestScheduler.framework("/bad"),
            "'FrameworkInfo.roles' contains invalid role: Role '/bad' cannot start with a slash"),
        Arguments.of(
            TestScheduler.framework().clearCapabilities().setRole("a b"),
            "'FrameworkInfo.role' is not a valid role: Role component 'a b' is invalid because it"
                + " contains backspace or whitespace"),
        Arguments.of(
            TestScheduler.framework("r1").setFailoverTimeout(1e11),
            "The framework failover_timeout (1.0E11) is invalid"),
        Arguments.of(
            TestScheduler.framework("r1")
                .addCapabilities(TestScheduler.capability(Capability.Type.GPU_RESOURCES))
                .putOfferFilters(
                    "r1",
                    OfferFilters.newBuilder()
                        .setMinAllocatableResources(
                            OfferFilters.MinAllocatableResources.newBuilder()
                                .addQuantities(
                                    OfferFilters.ResourceQuantities.getDefaultInstance()))
                        .build()),
            "Resource quantities must contain at least one quantity"));
  }

  @Test
  void anIdThatCannotBeOneIsToldSo() {
    TestScheduler scheduler =
        new TestScheduler(cluster, TestScheduler.framework("r1").build())
            .as(new FrameworkId("a/b"));

    scheduler.subscribe();

    assertRefused(scheduler, "'a/b' contains invalid characters");
  }

  @Test
  void suppressedRolesHaveToBeTheFrameworks() {
    FrameworkInfo info = TestScheduler.framework("r1").build();
    TestScheduler scheduler = new TestScheduler(cluster, info);

    scheduler.subscribe(
        Call.Subscribe.newBuilder().setFrameworkInfo(info).addSuppressedRoles("r2").build());

    assertRefused(scheduler, "Suppressed roles { r2 } are not contained in the set of roles");
  }

  @Test
  void aCallThatContradictsItselfIsRefusedBeforeAnyStream() {
    TestScheduler scheduler = new TestScheduler(cluster, TestScheduler.framework("r1").build());
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setFrameworkId(FrameworkID.newBuilder().setValue("a"))
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(scheduler.info()));

    assertThat(scheduler.subscribe(call.build()))
        .isEqualTo(
            new Refused(
                400,
                "Failed to validate scheduler::Call: 'framework_id' differs from"
                    + " 'subscribe.framework_info.id'"));
    assertThat(scheduler.subscribe(call.clearSubscribe().build()))
        .isEqualTo(
            new Refused(
                400, "Failed to validate scheduler::Call: Expecting 'subscribe' to be present"));
  }

  private Framework framework(TestScheduler scheduler) {
    return cluster.state().framework(scheduler.id()).orElseThrow();
  }

  private void assertRefused(TestScheduler scheduler, String message) {
    assertThat(scheduler.takeEvents())
        .singleElement()
        .satisfies(event -> assertThat(error(event)).isEqualTo(message));
    assertThat(cluster.isClosed(scheduler.stream())).isTrue();
  }

  private static String error(Event event) {
    assertThat(event.getType()).isEqualTo(Event.Type.ERROR);
    return event.getError().getMessage();
  }
}
