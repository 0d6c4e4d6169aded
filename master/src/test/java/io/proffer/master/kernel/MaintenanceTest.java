package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.Machine;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines that operators are going to work on, and work on. */
class MaintenanceTest {
  private static final CallOutcome DONE = new CallOutcome.Done();
  private static final MachineID ONE = machine("one", "127.0.0.1");
  private static final MachineID TWO = machine("two", "127.0.0.1");
  private static final Unavailability SOON = unavailability(3_600);
  private static final Unavailability LATER = unavailability(7_200);

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = new TestAgent(cluster, "One", "cpus:2;mem:4096").register();
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  private static MachineID machine(String hostname, String ip) {
    return MachineID.newBuilder().setHostname(hostname).setIp(ip).build();
  }

  private static Unavailability unavailability(long startSeconds) {
    return Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(startSeconds * 1_000_000_000L))
        .setDuration(DurationInfo.newBuilder().setNanoseconds(60_000_000_000L))
        .build();
  }

  private static Window window(Unavailability when, MachineID... machines) {
    return Window.newBuilder().addAllMachineIds(List.of(machines)).setUnavailability(when).build();
  }

  private CallOutcome schedule(Window... windows) {
    RequestId request = new RequestId(cluster.nextNumber());
    Schedule schedule = Schedule.newBuilder().addAllWindows(List.of(windows)).build();
    cluster.when(new MasterInput.UpdateMaintenanceSchedule(request, schedule));
    return cluster.answerTo(request);
  }

  private CallOutcome start(MachineID... machines) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.StartMaintenance(request, List.of(machines)));
    return cluster.answerTo(request);
  }

  private CallOutcome stop(MachineID... machines) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.StopMaintenance(request, List.of(machines)));
    return cluster.answerTo(request);
  }

  private static CallOutcome refused(String message) {
    return new CallOutcome.Refused(400, message);
  }

  private void runs(String task) {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task(task, offer).build());
    agent.reports(task, TASK_RUNNING);
    scheduler.acknowledges(task, agent.id(), TASK_RUNNING);
    scheduler.takeOffers().forEach(rest -> scheduler.declines(rest, 100_000));
    scheduler.takeEvents();
  }

  private InverseOffer asked() {
    List<InverseOffer> offers = scheduler.takeInverseOffers();
    assertThat(offers).hasSize(1);
    return offers.get(0);
  }

  private List<InverseOfferStatus.Status> answers() {
    return cluster.state().maintenance().answers(MachineKey.of(ONE)).stream()
        .map(InverseOfferStatus::getStatus)
        .toList();
  }

  @Test
  void offersAreMadeAnewAndSayWhenTheAgentGoes() {
    assertThat(scheduler.takeOffer().hasUnavailability()).isFalse();
    scheduler.takeEvents();

    assertThat(schedule(window(SOON, ONE))).isEqualTo(DONE);

    assertThat(scheduler.events().get(0).getType()).isEqualTo(Event.Type.RESCIND);
    assertThat(scheduler.takeOffer().getUnavailability()).isEqualTo(SOON);
    assertThat(schedule()).isEqualTo(DONE);
    assertThat(scheduler.takeOffer().hasUnavailability()).isFalse();
  }

  @Test
  void whoHoldsSomethingIsAskedToDoWithout() {
    runs("t1");

    schedule(window(SOON, ONE));

    InverseOffer offer = asked();
    assertThat(offer.getUnavailability()).isEqualTo(SOON);
    assertThat(offer.getAgentId()).isEqualTo(agent.id().toProto());
    assertThat(offer.getFrameworkId()).isEqualTo(scheduler.protoId());
    assertThat(offer.getResourcesList()).as("all of it").isEmpty();
    assertThat(offer.getUrl().getAddress().getHostname()).isEqualTo("One");
    cluster.advanceWithHealthyAgents(Duration.ofMinutes(1));
    assertThat(scheduler.takeInverseOffers()).as("asked once").isEmpty();
  }

  @Test
  void whoIsOfferedSomethingIsAskedToo() {
    schedule(window(SOON, ONE));

    assertThat(asked().getUnavailability()).isEqualTo(SOON);
  }

  @Test
  void whoHoldsNothingThereIsNotAsked() {
    TestScheduler idle = TestScheduler.subscribed(cluster, "r2");
    runs("t1");
    idle.takeOffers().forEach(offer -> idle.declines(offer, 100_000));

    schedule(window(SOON, ONE));

    assertThat(idle.takeInverseOffers()).isEmpty();
    assertThat(asked()).isNotNull();
  }

  @Test
  void anAnswerIsToldToOperatorsAndAskedForAgainWhenItsFilterEnds() {
    runs("t1");
    schedule(window(SOON, ONE));

    scheduler.declinesInverse(asked().getId(), 30);

    assertThat(answers()).containsExactly(InverseOfferStatus.Status.DECLINE);
    cluster.advanceWithHealthyAgents(Duration.ofSeconds(29));
    assertThat(scheduler.takeInverseOffers()).isEmpty();
    cluster.advanceWithHealthyAgents(Duration.ofSeconds(1));
    scheduler.acceptsInverse(asked().getId(), 1e12);
    assertThat(answers()).containsExactly(InverseOfferStatus.Status.ACCEPT);
    cluster.advanceWithHealthyAgents(Duration.ofDays(1));
    assertThat(scheduler.takeInverseOffers()).isEmpty();
    scheduler.revives();
    assertThat(asked()).isNotNull();
  }

  @Test
  void whoDeclinedIsAskedAgainAlsoWhenNothingOfItIsLeftThere() {
    runs("t1");
    schedule(window(SOON, ONE));
    scheduler.declinesInverse(asked().getId(), 30);
    agent.reports("t1", TASK_FINISHED);
    scheduler.acknowledges("t1", agent.id(), TASK_FINISHED);
    scheduler.takeOffers().forEach(all -> scheduler.declines(all, 100_000));
    scheduler.takeEvents();

    cluster.advanceWithHealthyAgents(Duration.ofSeconds(30));
    scheduler.acceptsInverse(asked().getId(), 30);

    assertThat(answers()).containsExactly(InverseOfferStatus.Status.ACCEPT);
    cluster.advanceWithHealthyAgents(Duration.ofMinutes(5));
    assertThat(scheduler.takeInverseOffers()).as("that is all").isEmpty();
  }

  @Test
  void oneWhoAlwaysAnswersAtOnceIsAskedOnceASecond() {
    runs("t1");
    schedule(window(SOON, ONE));

    scheduler.acceptsInverse(asked().getId(), 0);

    assertThat(scheduler.takeInverseOffers()).isEmpty();
    cluster.advance(Duration.ofSeconds(1));
    assertThat(asked()).isNotNull();
  }

  @Test
  void answersToWhatIsNotOnesOwnAreLeftAlone() {
    TestScheduler other = TestScheduler.subscribed(cluster, "r2");
    runs("t1");
    schedule(window(SOON, ONE));
    InverseOffer offer = asked();

    assertThat(other.acceptsInverse(offer.getId(), 5)).isEqualTo(new CallOutcome.Accepted());

    assertThat(answers()).isEmpty();
    scheduler.acceptsInverse(offer.getId(), 5);
    scheduler.declinesInverse(offer.getId(), 5);
    assertThat(answers()).as("the first counts").containsExactly(InverseOfferStatus.Status.ACCEPT);
  }

  @Test
  void anotherTimeIsAskedAboutAnew() {
    runs("t1");
    schedule(window(SOON, ONE));
    scheduler.acceptsInverse(asked().getId(), 100_000);

    schedule(window(LATER, ONE));

    assertThat(answers()).isEmpty();
    InverseOffer first = asked();
    assertThat(first.getUnavailability()).isEqualTo(LATER);
    schedule(window(SOON, ONE));
    assertThat(scheduler.events().get(0).getRescindInverseOffer().getInverseOfferId())
        .isEqualTo(first.getId());
    assertThat(asked().getUnavailability()).isEqualTo(SOON);
  }

  @Test
  void anotherMachineInTheScheduleDisturbsNobodyElse() {
    runs("t1");
    schedule(window(SOON, ONE));
    scheduler.acceptsInverse(asked().getId(), 100_000);

    schedule(window(SOON, ONE), window(LATER, TWO));

    assertThat(answers()).containsExactly(InverseOfferStatus.Status.ACCEPT);
    assertThat(scheduler.events()).isEmpty();
  }

  @Test
  void aScheduleThatIsGivenUpIsTakenBack() {
    runs("t1");
    schedule(window(SOON, ONE));
    asked();

    schedule();

    assertThat(scheduler.takeEventTypes()).containsExactly(Event.Type.RESCIND_INVERSE_OFFER);
    assertThat(cluster.state().maintenance().machines()).isEmpty();
    cluster.advanceWithHealthyAgents(Duration.ofDays(1));
    assertThat(scheduler.takeInverseOffers()).isEmpty();
  }

  @Test
  void aLostAgentIsAskedForAgainWhenItIsBack() {
    runs("t1");
    schedule(window(SOON, ONE));
    asked();

    agent.losesLink();

    assertThat(scheduler.takeEventTypes()).containsExactly(Event.Type.RESCIND_INVERSE_OFFER);
    agent.returns();
    assertThat(asked()).isNotNull();
  }

  @Test
  void aFrameworkThatComesBackIsAskedAgain() {
    runs("t1");
    schedule(window(SOON, ONE));
    scheduler.acceptsInverse(asked().getId(), 100_000);

    scheduler.disconnects();
    scheduler.subscribe();

    assertThat(asked()).isNotNull();
    scheduler.subscribe();
    assertThat(asked()).as("on the newest stream").isNotNull();
  }

  @Test
  void whatIsNotAnsweredIsTakenBackAndAskedAgain() {
    runs("t1");
    schedule(window(SOON, ONE));
    InverseOffer first = asked();
    Duration timeout = cluster.settings().offerTimeout().orElseThrow();

    cluster.advanceWithHealthyAgents(timeout.plusSeconds(2));

    assertThat(scheduler.events())
        .extracting(event -> event.getRescindInverseOffer().getInverseOfferId())
        .contains(first.getId());
    assertThat(asked()).isNotNull();
  }

  @Test
  void theAgentsOfAMachineThatIsBroughtDownGoAndAreNotLetIn() {
    runs("t1");
    schedule(window(SOON, ONE));

    assertThat(start(machine("ONE", "127.0.0.1"))).isEqualTo(DONE);

    assertThat(agent.messages(ToAgent.Shutdown.class))
        .containsExactly(new ToAgent.Shutdown("Operator initiated 'Machine DOWN'"));
    assertThat(cluster.isClosed(agent.link())).isTrue();
    assertThat(cluster.state().agents()).isEmpty();
    TaskStatus status = scheduler.takeUpdate();
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
    assertThat(status.getMessage())
        .isEqualTo("Agent One removed: Operator initiated 'Machine DOWN'");
    assertThat(scheduler.takeEventTypes())
        .containsSubsequence(Event.Type.FAILURE, Event.Type.RESCIND_INVERSE_OFFER);
    ToAgent no = new ToAgent.Shutdown("Machine is `DOWN`");
    assertThat(agent.returns()).containsExactly(no);
    assertThat(cluster.isClosed(agent.link())).isTrue();
    AgentLink link = new AgentLink(cluster.nextNumber(), 0);
    cluster.agentSays(
        link, new FromAgent.Register(agent.info(), agent.address(), "0.1.0", List.of()));
    assertThat(cluster.takeMessages(link)).containsExactly(no);
  }

  @Test
  void theAgentsOfAMachineThatIsUpAgainAreLetIn() {
    schedule(window(SOON, ONE, TWO), window(LATER, machine("three", "127.0.0.1")));
    start(ONE);

    assertThat(stop(ONE)).isEqualTo(DONE);

    assertThat(agent.returns())
        .as("its tasks were told to have ended: it comes as another")
        .contains(new ToAgent.Shutdown("Agent has been marked gone"));

    assertThat(cluster.state().maintenance().schedule().getWindowsList())
        .containsExactly(window(SOON, TWO), window(LATER, machine("three", "127.0.0.1")));
    scheduler.takeEvents();
    new TestAgent(cluster, "one", "cpus:1;mem:512").register();
    assertThat(scheduler.takeOffer().hasUnavailability()).isFalse();
    start(TWO);
    stop(TWO);
    assertThat(cluster.state().maintenance().schedule().getWindowsList()).hasSize(1);
  }

  @Test
  void aMachineThatIsDownStaysSoInAnotherSchedule() {
    schedule(window(SOON, ONE));
    start(ONE);

    assertThat(schedule())
        .isEqualTo(
            refused(
                "Machine '{\"hostname\":\"one\",\"ip\":\"127.0.0.1\"}' is deactivated and cannot"
                    + " be removed from the schedule"));
    assertThat(schedule(window(LATER, ONE))).isEqualTo(DONE);
    assertThat(cluster.state().maintenance().machines())
        .containsExactly(new Machine(ONE, true, LATER));
  }

  static Stream<Arguments> schedules() {
    MachineID nothing = MachineID.getDefaultInstance();
    return Stream.of(
        Arguments.of(window(SOON), "List of machines in the maintenance window is empty"),
        Arguments.of(window(SOON, nothing), "Both 'hostname' and 'ip' for a machine are empty"),
        Arguments.of(window(SOON, machine("a", "1.2.3")), "Failed to parse IPv4: 1.2.3"),
        Arguments.of(window(SOON, machine("a", "::1")), "Failed to parse IPv4: ::1"),
        Arguments.of(
            window(SOON, machine("a", "1.2.3.4"), machine("A", "1.2.3.4")),
            "Machine '{\"hostname\":\"A\",\"ip\":\"1.2.3.4\"}' appears more than once in the"
                + " schedule"),
        Arguments.of(
            window(
                SOON.toBuilder().setDuration(DurationInfo.newBuilder().setNanoseconds(-1)).build(),
                ONE),
            "Unavailability 'duration' is negative"));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aScheduleThatCannotBeIsRefusedInMesosWords(Window window, String why) {
    assertThat(schedule(window)).isEqualTo(refused(why));

    assertThat(cluster.state().maintenance().machines()).isEmpty();
  }

  @Test
  void machinesThatCannotBeBroughtDownOrUpAreNamed() {
    MachineID stranger = MachineID.newBuilder().setHostname("x").build();
    String one = "Machine '{\"hostname\":\"one\",\"ip\":\"127.0.0.1\"}' ";
    schedule(window(SOON, TWO));

    assertThat(start()).isEqualTo(refused("List of machines is empty"));
    assertThat(start(TWO, TWO))
        .isEqualTo(
            refused(
                "Machine '{\"hostname\":\"two\",\"ip\":\"127.0.0.1\"}' appears more than once in"
                    + " the schedule"));
    assertThat(start(stranger))
        .isEqualTo(refused("Machine '{\"hostname\":\"x\"}' is not part of a maintenance schedule"));
    assertThat(start(ONE))
        .as("an agent is there, so the machine is known to be up")
        .isEqualTo(refused(one + "is not in DRAINING mode and cannot be brought down"));
    assertThat(stop(ONE)).isEqualTo(refused(one + "is not in DOWN mode and cannot be brought up"));
    assertThat(stop(stranger))
        .isEqualTo(refused("Machine '{\"hostname\":\"x\"}' is not part of a maintenance schedule"));
    assertThat(start(TWO)).isEqualTo(DONE);
    assertThat(start(TWO)).isInstanceOf(CallOutcome.Refused.class);
  }

  @Test
  void scheduleAndModesAreInTheRegistry() {
    schedule(window(SOON, ONE, TWO));
    start(TWO);
    MasterState next = new MasterState(cluster.settings().retention());
    cluster.journal().stream()
        .filter(MasterEvent::durable)
        .filter(MasterEvent.OfMaintenance.class::isInstance)
        .forEach(next::apply);

    assertThat(next.maintenance().machines())
        .containsExactlyElementsOf(cluster.state().maintenance().machines());
    assertThat(next.maintenance().schedule()).isEqualTo(cluster.state().maintenance().schedule());
  }
}
