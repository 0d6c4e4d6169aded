package io.proffer.master.kernel;

import static org.apache.mesos.v1.Protos.TaskState.TASK_GONE_BY_OPERATOR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_LOST;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.DrainState;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** Agents that operators take out of service. */
class DrainTest {
  private static final DrainConfig PLAIN = DrainConfig.newBuilder().setMarkGone(false).build();
  private static final DrainConfig FOR_GOOD = DrainConfig.newBuilder().setMarkGone(true).build();

  private final Cluster cluster = new Cluster();
  private final TestAgent agent = TestAgent.registered(cluster, "cpus:2;mem:4096");
  private final TestScheduler scheduler = TestScheduler.subscribed(cluster, "r1");

  private CallOutcome drain(AgentId which, DrainConfig config) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.DrainAgent(request, which, config));
    return cluster.answerTo(request);
  }

  private CallOutcome deactivate(AgentId which) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.DeactivateAgent(request, which));
    return cluster.answerTo(request);
  }

  private CallOutcome reactivate(AgentId which) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.ReactivateAgent(request, which));
    return cluster.answerTo(request);
  }

  private CallOutcome markGone(AgentId which) {
    RequestId request = new RequestId(cluster.nextNumber());
    cluster.when(new MasterInput.MarkAgentGone(request, which));
    return cluster.answerTo(request);
  }

  private void runs(String task) {
    Offer offer = scheduler.takeOffer();
    scheduler.launches(offer, Tasks.task(task, offer).build());
    agent.reports(task, TASK_RUNNING);
    scheduler.acknowledges(task, agent.id(), TASK_RUNNING);
    scheduler.takeEvents();
  }

  private Optional<DrainState> drainState() {
    return cluster
        .state()
        .deactivation(agent.id())
        .flatMap(Deactivation::drain)
        .map(DrainInfo::getState);
  }

  private static CallOutcome refused(int status, String message) {
    return new CallOutcome.Refused(status, message);
  }

  @Test
  void itsOffersAreTakenBackAndNoneAreMade() {
    assertThat(scheduler.takeEventTypes()).contains(Event.Type.OFFERS);

    assertThat(deactivate(agent.id())).isEqualTo(new CallOutcome.Done());

    assertThat(scheduler.takeEventTypes()).containsExactly(Event.Type.RESCIND);
    scheduler.revives();
    cluster.advanceWithHealthyAgents(Duration.ofHours(1));
    assertThat(scheduler.takeOffers()).isEmpty();
    assertThat(reactivate(agent.id())).isEqualTo(new CallOutcome.Done());
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void aDrainIsOverWithTheAcknowledgementOfTheLastEnd() {
    runs("t1");
    DrainConfig config =
        PLAIN.toBuilder()
            .setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(30_000_000_000L))
            .build();

    assertThat(drain(agent.id(), config)).isEqualTo(new CallOutcome.Done());
    assertThat(agent.messages(ToAgent.Drain.class)).containsExactly(new ToAgent.Drain(config));
    agent.reports("t1", TASK_KILLED);
    assertThat(drainState()).contains(DrainState.DRAINING);
    assertThat(reactivate(agent.id()))
        .isEqualTo(refused(400, "Agent is still in the DRAINING state"));
    scheduler.acknowledges("t1", agent.id(), TASK_KILLED);

    assertThat(drainState()).contains(DrainState.DRAINED);
    assertThat(scheduler.takeOffers()).isEmpty();
    reactivate(agent.id());
    assertThat(cluster.state().deactivatedAgents()).isEmpty();
    assertThat(scheduler.takeOffers()).hasSize(1);
  }

  @Test
  void anIdleAgentIsDrainedAtOnce() {
    drain(agent.id(), PLAIN);

    assertThat(drainState()).contains(DrainState.DRAINED);
    assertThat(cluster.state().deactivation(agent.id()).orElseThrow().drainBegunAt())
        .contains(cluster.now());
  }

  @Test
  void theAgentIsToldAgainWhenItIsBackAndIsDrainedThen() {
    runs("t1");
    agent.losesLink();
    drain(agent.id(), PLAIN);
    assertThat(drainState()).contains(DrainState.DRAINING);
    agent.forgets("t1");

    assertThat(agent.returns()).contains(new ToAgent.Drain(PLAIN));

    assertThat(drainState()).contains(DrainState.DRAINED);
    assertThat(scheduler.takeOffers()).isEmpty();
  }

  @Test
  void anUnreachableAgentIsDrainedOnceItIsBack() {
    runs("t1");
    agent.losesLink();
    cluster.advance(Duration.ofMinutes(11));
    assertThat(cluster.state().unreachableAgents()).containsKey(agent.id());

    assertThat(drain(agent.id(), PLAIN)).isEqualTo(new CallOutcome.Done());
    assertThat(cluster.state().deactivation(agent.id()).orElseThrow().drainBegunAt()).isEmpty();
    scheduler.takeEvents();

    assertThat(agent.returns()).contains(new ToAgent.Drain(PLAIN));
    assertThat(scheduler.takeOffers()).isEmpty();
    assertThat(drainState()).contains(DrainState.DRAINING);
    agent.reports("t1", TASK_KILLED);
    scheduler.acknowledges("t1", agent.id(), TASK_KILLED);
    assertThat(drainState()).contains(DrainState.DRAINED);
  }

  @Test
  void anAgentThatIsNotToComeBackIsGoneOnceItIsDrained() {
    runs("t1");
    drain(agent.id(), FOR_GOOD);
    agent.reports("t1", TASK_GONE_BY_OPERATOR);
    assertThat(cluster.state().agent(agent.id())).isPresent();

    scheduler.acknowledges("t1", agent.id(), TASK_GONE_BY_OPERATOR);

    assertThat(agent.messages(ToAgent.Shutdown.class))
        .containsExactly(new ToAgent.Shutdown("Agent has been marked gone"));
    assertThat(cluster.isClosed(agent.link())).isTrue();
    assertThat(cluster.state().agent(agent.id())).isEmpty();
    assertThat(cluster.state().goneAgents()).containsKey(agent.id());
    assertThat(cluster.state().deactivatedAgents()).isEmpty();
    assertThat(agent.returns()).containsExactly(new ToAgent.Shutdown("Agent has been marked gone"));
    assertThat(drain(agent.id(), PLAIN)).isEqualTo(refused(400, "Unknown agent"));
  }

  @Test
  void whatRunsOnAnAgentThatIsMarkedGoneIsGoneWithIt() {
    runs("t1");

    assertThat(markGone(agent.id())).isEqualTo(new CallOutcome.Done());

    TaskStatus status = scheduler.takeUpdate();
    assertThat(status.getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR);
    assertThat(cluster.state().tasks(scheduler.id())).isEmpty();
    assertThat(markGone(agent.id())).as("said again").isEqualTo(new CallOutcome.Done());
    scheduler.reconciles("other", Optional.of(agent.id()));
    assertThat(scheduler.takeUpdate().getState()).isEqualTo(TASK_GONE_BY_OPERATOR);
    assertThat(markGone(new AgentId("x"))).isEqualTo(refused(404, "Agent 'x' not found"));
  }

  @Test
  void whatWasOnAnUnreachableAgentThatIsMarkedGoneIsGoneToo() {
    TestScheduler old = TestScheduler.subscribedOld(cluster, "r2");
    scheduler.suppresses();
    scheduler.takeOffers().forEach(offer -> scheduler.declines(offer, 1000));
    Offer offer = old.takeOffer();
    old.launches(offer, Tasks.task("t1", offer).build());
    agent.losesLink();
    cluster.advance(Duration.ofMinutes(11));
    old.takeEvents();

    markGone(agent.id());

    TaskStatus status = old.takeUpdate();
    assertThat(status.getState()).isEqualTo(TASK_LOST);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_REMOVED);
    assertThat(cluster.state().unreachableAgents()).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefusedInMesosWords() {
    AgentId nobody = new AgentId("x");
    TestAgent old =
        new TestAgent(cluster, "old", "cpus:1;mem:512").withoutCapabilities().register();

    assertThat(drain(nobody, PLAIN)).isEqualTo(refused(400, "Unknown agent"));
    assertThat(deactivate(nobody)).isEqualTo(refused(400, "Unknown agent"));
    assertThat(reactivate(agent.id())).isEqualTo(refused(400, "Agent is not deactivated"));
    assertThat(drain(old.id(), PLAIN))
        .isEqualTo(refused(400, "Agent " + old.id() + " is not capable of draining"));
    assertThat(deactivate(old.id())).isEqualTo(new CallOutcome.Done());
  }

  @Test
  void anAgentThatLeavesTakesItsDeactivationAlong() {
    deactivate(agent.id());

    agent.unregisters();

    assertThat(cluster.state().deactivatedAgents()).isEmpty();
  }

  @Test
  void allOfItIsInTheRegistry() {
    runs("t1");
    agent.losesLink();
    drain(agent.id(), PLAIN);
    MasterState next = new MasterState(cluster.settings().retention());
    cluster.journal().stream()
        .filter(MasterEvent::durable)
        .filter(MasterEvent.OfActivity.class::isInstance)
        .forEach(next::apply);

    assertThat(next.deactivatedAgents()).isEqualTo(cluster.state().deactivatedAgents());
    assertThat(next.drainingAgents()).containsExactly(agent.id());
  }
}
