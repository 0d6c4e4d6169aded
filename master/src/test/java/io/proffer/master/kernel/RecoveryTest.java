package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_UNKNOWN;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.Machine;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.AgentAdmitted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.maintenance.Protos.Window;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** A master that follows another knows what that one has kept. */
class RecoveryTest {

  private static final DrainConfig DRAIN = DrainConfig.newBuilder().setMarkGone(false).build();

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:1024");
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "role");

  private CallOutcome operate(Function<RequestId, MasterInput> input) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(input.apply(request));
    return cluster.answerTo(request);
  }

  @Test
  void anAgentThatComesBackAsItWasIsNotWrittenAgain() {
    cluster.failOver();
    assertThat(cluster.state().recoveredAgents()).containsOnlyKeys(agent.id());
    agent.returns();
    assertThat(cluster.state().recoveredAgents()).isEmpty();
    assertThat(cluster.state().agents()).hasSize(1);
    assertThat(admission().durable()).isFalse();
  }

  @Test
  void anAgentThatComesBackChangedIsWritten() {
    cluster.failOver();
    AgentInfo changed = agent.info().toBuilder().setPort(5052).build();
    agent.returns(changed);
    assertThat(admission().durable()).isTrue();
    assertThat(cluster.kept().agents())
        .hasEntrySatisfying(agent.id(), info -> assertThat(info.getPort()).isEqualTo(5052));
  }

  private MasterEvent admission() {
    return cluster.journal().stream()
        .filter(AgentAdmitted.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAgentThatDoesNotComeBackIsUnreachable() {
    cluster.failOver();
    scheduler.subscribe();
    cluster.advance(Duration.ofMinutes(9));
    scheduler.takeEvents();
    scheduler.reconciles("t1", Optional.of(agent.id()));
    assertThat(scheduler.takeUpdates()).as("it may come back").isEmpty();
    cluster.advance(Duration.ofMinutes(2));
    assertThat(cluster.state().recoveredAgents()).isEmpty();
    assertThat(cluster.state().unreachableAgents()).containsOnlyKeys(agent.id());
    assertThat(scheduler.takeEventTypes()).contains(Event.Type.FAILURE);
    scheduler.reconciles("t1", Optional.of(agent.id()));
    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_UNREACHABLE);
  }

  /** A task that was started by a framework that has not written down where. */
  @Test
  void nothingIsSaidOfATaskSomewhereWhileAnyAgentMayComeBack() {
    TestAgent other = TestAgent.registered(cluster, "cpus:2;mem:1024");
    cluster.failOver();
    scheduler.subscribe();
    agent.returns();
    scheduler.takeEvents();
    scheduler.reconciles("t1", Optional.empty());
    assertThat(scheduler.takeUpdates()).as("the other agent may run it").isEmpty();

    other.returns();
    scheduler.takeEvents();
    scheduler.reconciles("t1", Optional.empty());
    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_UNKNOWN);
  }

  @Test
  void aMasterThatKnowsNothingIsSilentToFrameworksOfOneBeforeUntilAgentsHadTime() {
    cluster.failOverKnowingNothing();
    scheduler.subscribe();
    agent.returns();
    cluster.advance(Duration.ofMinutes(9));
    scheduler.takeEvents();
    scheduler.reconciles("t1", Optional.empty());
    assertThat(scheduler.takeUpdates()).as("it may run on an agent to come").isEmpty();

    cluster.advance(Duration.ofMinutes(2));
    scheduler.takeEvents();
    scheduler.reconciles("t1", Optional.empty());
    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_UNKNOWN);
  }

  @Test
  void aFrameworkThatIsNewToAMasterIsToldAtOnceThatATaskIsUnknown() {
    cluster.failOverKnowingNothing();
    TestScheduler newcomer = TestScheduler.subscribed(cluster, "role");
    newcomer.takeEvents();
    newcomer.reconciles("t1", Optional.empty());
    assertThat(newcomer.takeUpdate().getState()).isEqualTo(TASK_UNKNOWN);
  }

  @Test
  void anAgentThatWasMarkedGoneStaysGone() {
    operate(request -> new MasterInput.MarkAgentGone(request, agent.id()));
    cluster.failOver();
    assertThat(agent.returns()).containsExactly(new ToAgent.Shutdown("Agent has been marked gone"));
  }

  @Test
  void anAgentThatIsDrainedIsToldSoAgainAndNotOffered() {
    agent.losesLink();
    operate(request -> new MasterInput.DrainAgent(request, agent.id(), DRAIN));
    cluster.failOver();
    scheduler.subscribe();
    scheduler.takeEvents();
    assertThat(agent.returns()).contains(new ToAgent.Drain(DRAIN));
    assertThat(scheduler.takeOffers()).isEmpty();
    assertThat(operate(request -> new MasterInput.ReactivateAgent(request, agent.id())))
        .isEqualTo(new CallOutcome.Done());
    assertThat(scheduler.takeOffers()).isNotEmpty();
  }

  @Test
  void anAgentMayBeDrainedBeforeItIsBack() {
    cluster.failOver();
    assertThat(operate(request -> new MasterInput.DrainAgent(request, agent.id(), DRAIN)))
        .isEqualTo(new CallOutcome.Done());
    assertThat(agent.returns()).contains(new ToAgent.Drain(DRAIN));
  }

  @Test
  void aMachineThatIsDownLetsNoAgentIn() {
    MachineID machine = MachineID.newBuilder().setHostname("localhost").setIp("127.0.0.1").build();
    Schedule schedule =
        Schedule.newBuilder()
            .addWindows(
                Window.newBuilder()
                    .addMachineIds(machine)
                    .setUnavailability(
                        Unavailability.newBuilder()
                            .setStart(TimeInfo.newBuilder().setNanoseconds(1))))
            .build();
    operate(request -> new MasterInput.UpdateMaintenanceSchedule(request, schedule));
    operate(request -> new MasterInput.StartMaintenance(request, List.of(machine)));
    cluster.failOver();
    assertThat(cluster.state().maintenance().schedule()).isEqualTo(schedule);
    assertThat(cluster.state().maintenance().machines()).allMatch(Machine::down);
    TestAgent another = new TestAgent(cluster, "localhost", "cpus:1").register();
    assertThat(cluster.state().agents()).isEmpty();
    operate(request -> new MasterInput.StopMaintenance(request, List.of(machine)));
    cluster.agentSays(
        another.link(), new FromAgent.Register(another.info(), another.address(), "1", List.of()));
    assertThat(cluster.state().agents()).hasSize(1);
  }

  @Test
  void aFrameworkThatWasTornDownIsNotTakenForAnotherAndItsAgentsAreTold() {
    agent.accept(
        scheduler.info(),
        Tasks.task("t1", scheduler.takeOffer()).build(),
        "role",
        Optional.empty());
    agent.losesLinkAndMessages();
    operate(request -> new MasterInput.OperatorTeardown(request, scheduler.id()));
    cluster.failOver();
    scheduler.takeEvents();
    assertThat(agent.returns())
        .filteredOn(ToAgent.Reregistered.class::isInstance)
        .first()
        .isEqualTo(
            new ToAgent.Reregistered(agent.id(), Duration.ofSeconds(75), List.of(scheduler.id())));
    scheduler.subscribe();
    assertThat(scheduler.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getError().getMessage()).isEqualTo("Framework has been removed"));
  }

  @Test
  void aFrameworkHasItsFailoverTimeoutToComeBackButNeverLessThanAgentsHave() {
    TestScheduler patient = TestScheduler.subscribed(cluster, patientFor(3600));
    cluster.failOver();
    assertThat(cluster.state().frameworks())
        .hasSize(2)
        .allMatch(Framework::recovered)
        .noneMatch(Framework::connected);
    cluster.advance(Duration.ofMinutes(11));
    assertThat(cluster.state().frameworks()).extracting(Framework::id).containsOnly(patient.id());
    assertThat(cluster.state().isCompleted(scheduler.id())).isTrue();
    patient.subscribe();
    cluster.advance(Duration.ofHours(2));
    assertThat(cluster.state().frameworks()).hasSize(1).noneMatch(Framework::recovered);
  }

  @Test
  void ofItsFailoverTimeoutAFrameworkGetsFromTheNextMasterWhatIsLeft() {
    TestScheduler patient = TestScheduler.subscribed(cluster, patientFor(3600));
    patient.disconnects();
    cluster.advance(Duration.ofMinutes(30));

    cluster.failOver();
    cluster.advance(Duration.ofMinutes(29));
    assertThat(cluster.state().framework(patient.id())).isPresent();
    cluster.advance(Duration.ofMinutes(2));
    assertThat(cluster.state().isCompleted(patient.id())).isTrue();
  }

  @Test
  void aFrameworkThatIsGoneEndsHoweverOftenTheMasterChanges() {
    TestScheduler patient = TestScheduler.subscribed(cluster, patientFor(3600));

    for (int minutes = 0; minutes < 60; minutes += 15) {
      cluster.failOver();
      assertThat(cluster.state().framework(patient.id())).isPresent();
      cluster.advance(Duration.ofMinutes(15));
    }

    assertThat(cluster.state().isCompleted(patient.id())).isTrue();
  }

  @Test
  void whoseTimeIsOverWhenAMasterLeadsHasAsMuchAsAgentsHaveAllTheSame() {
    TestScheduler patient = TestScheduler.subscribed(cluster, patientFor(3600));
    patient.disconnects();
    cluster.advance(Duration.ofMinutes(59));

    cluster.failOver();
    cluster.advance(Duration.ofMinutes(9));
    assertThat(cluster.state().framework(patient.id())).isPresent();
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.state().isCompleted(patient.id())).isTrue();
  }

  @Test
  void whoCameBackHasAllOfHisFailoverTimeoutAgain() {
    TestScheduler patient = TestScheduler.subscribed(cluster, patientFor(3600));
    patient.disconnects();
    cluster.advance(Duration.ofMinutes(50));
    patient.subscribe();
    patient.disconnects();

    cluster.failOver();
    cluster.advance(Duration.ofMinutes(59));

    assertThat(cluster.state().framework(patient.id())).isPresent();
  }

  @Test
  void whenAFrameworkWasLostIsWrittenBehind() {
    scheduler.disconnects();
    assertThat(cluster.journal())
        .filteredOn(MasterEvent.FrameworkDisconnected.class::isInstance)
        .singleElement()
        .matches(fact -> fact.recorded() && !fact.durable());
    assertThat(cluster.kept().frameworks())
        .singleElement()
        .satisfies(known -> assertThat(known.disconnectedAt()).hasValue(cluster.now()));
  }

  private static FrameworkInfo patientFor(int seconds) {
    return TestScheduler.framework("role").setFailoverTimeout(seconds).build();
  }

  @Test
  void whatIsUnreachableOrGoneForTwoWeeksIsForgotten() {
    TestAgent other = TestAgent.registered(cluster, "cpus:1");
    operate(request -> new MasterInput.MarkAgentGone(request, other.id()));
    agent.losesLink();
    cluster.advance(Duration.ofDays(13));
    cluster.failOver();
    assertThat(cluster.state().unreachableAgents()).containsOnlyKeys(agent.id());
    assertThat(cluster.state().goneAgents()).containsOnlyKeys(other.id());
    cluster.advance(Duration.ofDays(1).plusMinutes(30));
    assertThat(cluster.state().unreachableAgents()).isEmpty();
    assertThat(cluster.state().goneAgents()).isEmpty();
    assertThat(cluster.kept().unreachableAgents()).isEmpty();
    assertThat(cluster.kept().goneAgents()).isEmpty();
    assertThat(cluster.isTimerSet(new TimerKey.ForgetAgents())).isFalse();
  }

  @Test
  void aSnapshotIsRestoredIntoAnEmptyClusterOnly() {
    DurableFacts saved = DurableFacts.of(cluster.state());
    assertThat(operate(request -> new MasterInput.RestoreFacts(request, saved, false)))
        .isEqualTo(
            new CallOutcome.Refused(
                409,
                "A snapshot is restored into an empty cluster; this one has 1 agent, 1 framework"));
    assertThat(cluster.beginsAnew()).isFalse();

    Cluster empty = new Cluster();
    RequestId request = new RequestId(empty.nextNumber());
    empty.when(new MasterInput.RestoreFacts(request, saved, false));
    assertThat(empty.answerTo(request)).isEqualTo(new CallOutcome.Done());
    assertThat(empty.beginsAnew()).isTrue();
    assertThat(empty.kept()).isEqualTo(saved);
    empty.failOver();
    assertThat(empty.state().recoveredAgents()).containsOnlyKeys(agent.id());
  }

  @Test
  void aSnapshotReplacesWhatIsKnownWhenThatIsWanted() {
    DurableFacts saved = DurableFacts.of(cluster.state());
    operate(request -> new MasterInput.MarkAgentGone(request, agent.id()));
    assertThat(operate(request -> new MasterInput.RestoreFacts(request, saved, true)))
        .isEqualTo(new CallOutcome.Done());
    assertThat(cluster.beginsAnew()).isTrue();
    assertThat(cluster.kept()).isEqualTo(saved);
    assertThat(cluster.journal())
        .filteredOn(MasterEvent.FactsReplaced.class::isInstance)
        .singleElement()
        .matches(MasterEvent::durable);
  }

  @Test
  void aFrameworkIsWrittenBehindItsSubscriptionAndItsEndBeforeItIsTold() {
    assertThat(cluster.journal())
        .filteredOn(MasterEvent.FrameworkSubscribed.class::isInstance)
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.durable()).isFalse();
              assertThat(fact.recorded()).isTrue();
            });
    scheduler.tearsDown();
    assertThat(cluster.journal())
        .filteredOn(MasterEvent.FrameworkCompleted.class::isInstance)
        .singleElement()
        .matches(MasterEvent::durable);
    assertThat(cluster.kept()).isEqualTo(DurableFacts.of(cluster.state()));
  }

  @Test
  void aFrameworkThatStayedAwayForTooLongIsWrittenBehindItsEnd() {
    scheduler.disconnects();
    cluster.advance(Duration.ofMinutes(1));
    assertThat(cluster.journal())
        .filteredOn(MasterEvent.FrameworkCompleted.class::isInstance)
        .singleElement()
        .matches(fact -> fact.recorded() && !fact.durable());
    assertThat(cluster.kept().completedFrameworks()).hasSize(1);
  }
}
