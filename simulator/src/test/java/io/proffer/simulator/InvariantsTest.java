package io.proffer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Resources;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.kernel.TimerKey;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterEvent.AgentAdmitted;
import io.proffer.master.state.MasterEvent.AgentDisconnected;
import io.proffer.master.state.Offer;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterMind;
import io.proffer.sdk.testkit.node.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that cannot fail checks nothing: each invariant is broken on purpose, and found out. */
class InvariantsTest {
  private static final int SEEDS = 40;

  @ParameterizedTest
  @EnumSource(Invariant.class)
  void eachIsFoundOutWhenItIsBroken(Invariant invariant) throws Exception {
    assertThat(broken(invariant).invariant()).isEqualTo(invariant);
  }

  @Test
  void aMasterThatAcceptsAnOfferTwiceIsCaughtAndTheReportSaysHowToSeeIt() {
    Verdict verdict =
        firstFailure(Invariant.OFFERS_ARE_USED_ONCE, BrokenMinds.acceptsOffersTwice());

    assertThat(Simulate.report(verdict))
        .contains("seed " + verdict.seed() + ": FAILED")
        .contains("invariant OFFERS_ARE_USED_ONCE")
        .containsPattern(", which is over|although it was not open")
        .contains("reproduce: ./proffer simulate --seed " + verdict.seed());
    assertThat(Simulate.judge(verdict.seed(), MasterMind::kernel).passed())
        .as("the same seed with the real kernel")
        .isTrue();
  }

  /** One way to break it, and what the simulator says then. */
  private static Violation broken(Invariant invariant) throws Exception {
    return switch (invariant) {
      case OFFERS_ARE_USED_ONCE -> caught(invariant, BrokenMinds.acceptsOffersTwice());
      case AGENTS_ARE_NOT_OVERCOMMITTED -> caught(invariant, BrokenMinds.offersTooMuch());
      case QUOTAS_ARE_KEPT -> caught(invariant, BrokenMinds.forgetsQuotas());
      case BOOKS_ADD_UP -> caught(invariant, BrokenMinds.countsOffersTwice());
      case EVENTS_MAKE_THE_MASTER -> caught(invariant, BrokenMinds.hides(AgentDisconnected.class));
      case RECORDS_MAKE_THE_NEXT_MASTER ->
          caught(invariant, BrokenMinds.hides(AgentAdmitted.class));
      case KERNELS_DO_NOT_THROW -> caught(invariant, BrokenMinds.throwsAtAcknowledgements());
      case RUNS_REPEAT -> caught(invariant, BrokenMinds.dependsOnMoreThanTheSeed());
      case RUNS_COME_TO_AN_END -> caught(invariant, BrokenMinds.allocatesForEver());
      case WORK_GETS_DONE -> caught(invariant, BrokenMinds.neverAllocates());
      case MACHINES_ARE_NOT_OVERCOMMITTED -> violation(InvariantsTest::overcommitAMachine);
      case TASKS_RUN_ONCE -> violation(InvariantsTest::runATaskTwice);
      case ENDS_ARE_FINAL -> violation(InvariantsTest::comeBackToLife);
      case UPDATES_ARE_SEEN_ONCE -> violation(InvariantsTest::seeAnUpdateTwice);
      case UPDATES_KEEP_THEIR_ORDER -> violation(InvariantsTest::seeTheOlderUpdateLast);
      case UPDATES_ARE_TRUE -> violation(InvariantsTest::seeAnUpdateNobodyMade);
      case ACKNOWLEDGED_UPDATES_WERE_SEEN -> violation(InvariantsTest::acknowledgeUnseen);
      case TOLD_ENDS_ARE_KEPT -> violation(InvariantsTest::loseAnEndThatWasTold);
      case CHECKPOINTS_MAKE_THE_AGENT -> violation(InvariantsTest::loseACheckpoint);
      case UPDATES_ARRIVE -> anUpdateIsMissing();
      case INSTANCES_ARE_LAUNCHED_ONCE -> violation(ServiceLies::launchTwice);
      case INDICES_ARE_TAKEN_ONCE -> violation(ServiceLies::giveAnIndexTwice);
      case NEVER_TOO_MANY_INSTANCES -> violation(ServiceLies::launchTooMany);
      case NEVER_BELOW_THE_HEALTH_CAPACITY -> violation(ServiceLies::killWhatIsNeeded);
      case STORED_BEFORE_DONE -> violation(ServiceLies::launchWhatIsNotStored);
      case STORE_GIVES_BACK -> violation(ServiceLies::forgetToStore);
      case DEPLOYMENTS_END -> ServiceLies.aDeploymentGoesOn();
      case APPS_ARE_AS_WANTED -> ServiceLies.nothingRuns();
      case WHAT_IS_DUE_IS_RUN_ONCE -> violation(BatchLies::forgetWhatIsDue);
      case NO_RUN_IS_LOST -> BatchLies.forgetARun();
      case NO_RUN_IS_RUN_TWICE -> violation(BatchLies::beginAgain);
      case GANGS_BEGIN_TOGETHER -> violation(BatchLies::beginAPartOfAGang);
      case ONE_GANG_OF_A_POOL_GATHERS_ROOM -> violation(BatchLies::gatherBesideAnother);
      case ROOM_IS_MADE_FOR_WHO_WAITS -> violation(BatchLies::endARunForNobody);
      case RUNS_TAKE_TURNS -> violation(BatchLies::jumpTheQueue);
      case SUCCESSES_ARE_TRUE -> violation(BatchLies::praiseWhatNeverRan);
      case RUNS_END -> BatchLies.aRunGoesOn();
      case NOTHING_STAYS_ALLOCATED -> aTaskRunsOn();
      case AGENTS_OUT_OF_SERVICE_ARE_LEFT_ALONE ->
          violation(InvariantsTest::offerWhatIsOutOfService);
      case NOTHING_STAYS_RESERVED -> aReservationStays();
      case OPERATIONS_ARE_ANSWERED -> nobodySaysWhatBecameOfAnOperation();
      case VOLUMES_STAY -> aVolumeIsLost();
      case DRAINS_END -> anAgentStaysOutOfService();
      case FRAMEWORKS_COME_BACK -> aFrameworkIsAway();
    };
  }

  private static Violation caught(Invariant invariant, MasterMind.Maker brokenMaster) {
    return firstFailure(invariant, brokenMaster).failure().orElseThrow();
  }

  /** What is broken shows in more than one way: the first seed that shows this one. */
  private static Verdict firstFailure(Invariant invariant, MasterMind.Maker brokenMaster) {
    return LongStream.rangeClosed(1, SEEDS)
        .mapToObj(seed -> Simulate.judge(seed, brokenMaster))
        .filter(verdict -> verdict.failure().filter(f -> f.invariant() == invariant).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("not caught by " + SEEDS + " seeds"));
  }

  private static Violation violation(ThrowingCallable lie) {
    return catchThrowableOfType(ViolationException.class, lie).violation();
  }

  private static void overcommitAMachine() {
    ResourceChecks checks = new ResourceChecks(spec -> false);
    // The books are not looked at: they would show it first.
    Witness machineOnly =
        new Witness() {
          @Override
          public void containerStarted(AgentNode agent, ContainerSpec spec) {
            checks.containerStarted(agent, spec);
          }
        };
    LiveCluster cluster = LiveCluster.busy(BrokenMinds.overratesAgents(), machineOnly);
    assertThat(cluster.agent.running()).isNotEmpty();
  }

  private static void runATaskTwice() {
    LiveCluster cluster = LiveCluster.busy();
    ContainerSpec running =
        cluster.agent.running().stream()
            .filter(spec -> spec.task().isPresent())
            .findFirst()
            .orElseThrow();
    TaskLifeChecks checks = new TaskLifeChecks(spec -> false, true);
    checks.containerStarted(cluster.agent, running);
    checks.containerStarted(cluster.agent, running);
  }

  private static void comeBackToLife() {
    comeBackToLife(true);
  }

  @Test
  void newsThatItsOwnEndHasOvertakenIsNoLieWhereStreamsDoNotKeepTheirOrder() {
    assertThatCode(() -> comeBackToLife(false)).doesNotThrowAnyException();
  }

  private static void comeBackToLife(boolean streamsKeepOrder) {
    LiveCluster cluster = LiveCluster.busy();
    TaskLifeChecks checks = new TaskLifeChecks(spec -> false, streamsKeepOrder);
    cluster.seen(checks, cluster.status(TaskState.TASK_FINISHED));
    cluster.seen(checks, cluster.status(TaskState.TASK_RUNNING));
  }

  private static void seeAnUpdateTwice() {
    LiveCluster cluster = LiveCluster.busy();
    UpdateChecks checks = new UpdateChecks();
    TaskStatus status = cluster.recorded(checks, TaskState.TASK_RUNNING);
    cluster.seen(checks, status);
    cluster.seen(checks, status);
  }

  private static void seeTheOlderUpdateLast() {
    LiveCluster cluster = LiveCluster.busy();
    UpdateChecks checks = new UpdateChecks();
    TaskStatus older = cluster.recorded(checks, TaskState.TASK_STARTING);
    TaskStatus newer = cluster.recorded(checks, TaskState.TASK_RUNNING);
    cluster.seen(checks, newer);
    cluster.seen(checks, older);
  }

  private static void seeAnUpdateNobodyMade() {
    LiveCluster cluster = LiveCluster.busy();
    cluster.seen(new UpdateChecks(), cluster.status(TaskState.TASK_RUNNING));
  }

  private static void acknowledgeUnseen() {
    LiveCluster cluster = LiveCluster.busy();
    UpdateChecks checks = new UpdateChecks();
    TaskStatus status = cluster.recorded(checks, TaskState.TASK_RUNNING);
    cluster.agentDecided(
        checks, new AgentEvent.UpdateAcknowledged(cluster.task(), status.getUuid()));
  }

  private static void loseAnEndThatWasTold() {
    LiveCluster cluster = LiveCluster.busy();
    UpdateChecks checks = new UpdateChecks();
    TaskStatus status = cluster.recorded(checks, TaskState.TASK_FINISHED);
    cluster.seen(checks, status);
    checks.updatesLost(cluster.agent, Set.of(status.getUuid()));
  }

  private static void loseACheckpoint() {
    LiveCluster cluster = LiveCluster.busy();
    cluster.agent.forget();
    cluster.recorded(
        new ReplayChecks(MasterSettings.defaults().retention()), TaskState.TASK_RUNNING);
  }

  private static Violation anUpdateIsMissing() {
    LiveCluster cluster = LiveCluster.idle();
    Invariants invariants = invariants();
    cluster.recorded(invariants.updates(), TaskState.TASK_RUNNING);
    return settled(cluster, invariants).problem().orElseThrow();
  }

  private static Violation aTaskRunsOn() {
    return settled(LiveCluster.busy(), invariants()).problem().orElseThrow();
  }

  private static void offerWhatIsOutOfService() {
    LiveCluster cluster = LiveCluster.idle();
    AgentId agent = agentOf(cluster);
    Offer offer =
        new Offer(
            new OfferId("lie"),
            new FrameworkId("f"),
            agent,
            "*",
            Resources.parse("cpus:1"),
            Instant.EPOCH);
    ServiceChecks checks = new ServiceChecks();
    for (MasterEvent event :
        List.of(new MasterEvent.AgentDeactivated(agent), new MasterEvent.OfferMade(offer))) {
      checks.masterDecided(
          cluster.nodes.leader().orElseThrow(),
          new MasterInput.TimerFired(new TimerKey.Allocate()),
          new Decision(List.of(event), List.of()));
    }
  }

  private static Violation anAgentStaysOutOfService() {
    LiveCluster cluster = LiveCluster.idle();
    AgentId agent = agentOf(cluster);
    cluster
        .nodes
        .leader()
        .orElseThrow()
        .operate(request -> new MasterInput.DeactivateAgent(request, agent));
    cluster.advance(Duration.ofSeconds(1));
    return settled(cluster, invariants()).problem().orElseThrow();
  }

  private static Violation aReservationStays() {
    LiveCluster cluster = LiveCluster.idle();
    assertThat(new Operators(cluster.nodes, Draws.of(1)).reserve(cluster.agent, undo -> {}))
        .isTrue();
    cluster.advance(Duration.ofSeconds(1));
    return settled(cluster, invariants()).problem().orElseThrow();
  }

  private static Violation nobodySaysWhatBecameOfAnOperation() {
    LiveCluster cluster = LiveCluster.idle();
    Reservations reservations = new Reservations("framework", new Volumes(), Draws.of(1));
    reservations.asked("operation", agentOf(cluster));
    return new Settled(
            cluster.nodes, Map.of(), Map.of("framework", reservations), new Volumes(), invariants())
        .problem()
        .orElseThrow();
  }

  private static Violation aVolumeIsLost() {
    LiveCluster cluster = LiveCluster.idle();
    Volumes volumes = new Volumes();
    volumes.made("volume", agentOf(cluster));
    return new Settled(cluster.nodes, Map.of(), Map.of(), volumes, invariants())
        .problem()
        .orElseThrow();
  }

  private static Violation aFrameworkIsAway() {
    LiveCluster cluster = LiveCluster.idle();
    assertThat(settled(cluster, invariants()).problem()).isEmpty();
    cluster.framework.crash(false);
    cluster.advance(Duration.ofSeconds(1));
    return settled(cluster, invariants()).problem().orElseThrow();
  }

  private static AgentId agentOf(LiveCluster cluster) {
    return cluster.agent.state().flatMap(AgentState::id).orElseThrow();
  }

  private static Invariants invariants() {
    return new Invariants(MasterSettings.defaults().retention(), true);
  }

  private static Settled settled(LiveCluster cluster, Invariants invariants) {
    return new Settled(cluster.nodes, Map.of(), Map.of(), new Volumes(), invariants);
  }
}
