package io.proffer.agent.kernel;

import static io.proffer.agent.oversubscription.Samples.IDLE;
import static io.proffer.agent.oversubscription.Samples.revocable;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.oversubscription.ContainerUse;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.oversubscription.Thresholds;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

/** The agent tells what is spare, and ends who uses it when it is needed. */
class OversubscriptionTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final HostUse OVERLOADED = new HostUse(40, 4, 8L << 30, 6L << 30);

  private final KernelScenario agent =
      KernelScenario.oversubscribing(
          "cpus:4;mem:4096",
          OversubscriptionSettings.thresholds(
              INTERVAL, new Thresholds(List.of("cpus"), Duration.ZERO, 0, 1.5, 0.1)));

  private static TaskInfo firm(String id, String resources) {
    return KernelScenario.task(id).addAllResources(Resources.parse(resources).toProtos()).build();
  }

  private static TaskInfo spare(String id, String resources) {
    return KernelScenario.task(id).addAllResources(revocable(resources).toProtos()).build();
  }

  /** After another interval a task was found to have used so much processor time in all. */
  private void measured(HostUse host, String task, double cpuSeconds) {
    agent.advance(INTERVAL);
    assertThat(agent.effects()).contains(new AgentEffect.MeasureUsage());
    agent.handle(
        new AgentInput.UsageMeasured(
            host, List.of(new ContainerUse(agent.container(task), cpuSeconds, 1 << 20))));
  }

  private List<Resources> told() {
    return agent.sent().stream()
        .filter(FromAgent.Oversubscribed.class::isInstance)
        .map(m -> Resources.of(((FromAgent.Oversubscribed) m).resources()))
        .toList();
  }

  @Test
  void slackIsToldWhenItIsAnotherThanBefore() {
    agent.running(firm("t", "cpus:2;mem:128"));
    measured(IDLE, "t", 100);
    assertThat(told()).as("one measurement is none").isEmpty();

    measured(IDLE, "t", 105);
    assertThat(told()).containsExactly(revocable("cpus:1.5"));
    measured(IDLE, "t", 110);
    assertThat(told()).as("it is the same").isEmpty();
    measured(IDLE, "t", 130);
    assertThat(told()).containsExactly(Resources.empty());
  }

  @Test
  void whatIsHeldOfItStaysToldWhenTheSlackIsGone() {
    agent.running(firm("t", "cpus:2;mem:128"));
    measured(IDLE, "t", 0);
    measured(IDLE, "t", 0);
    agent.effects();
    agent.running(spare("s", "cpus:0.5"));

    measured(IDLE, "t", 20);

    assertThat(told()).containsExactly(revocable("cpus:0.5"));
  }

  @Test
  void aMasterThatRegistersTheAgentIsToldAnew() {
    agent.running(firm("t", "cpus:2;mem:128"));
    measured(IDLE, "t", 0);
    measured(IDLE, "t", 0);
    agent.linkDown().linkUp().effects();

    agent.masterSays(
        new ToAgent.Reregistered(KernelScenario.AGENT, Duration.ofSeconds(75), List.of()));

    assertThat(told()).containsExactly(revocable("cpus:2"));
  }

  @Test
  void underPressureNothingIsOfferedAndWhoUsesSpareResourcesIsKilled() {
    agent.running(firm("t", "cpus:2;mem:128")).running(spare("s", "cpus:1"));
    measured(IDLE, "t", 0);
    measured(IDLE, "t", 0);
    agent.effects();

    agent.advance(INTERVAL).effects();
    agent.handle(new AgentInput.UsageMeasured(OVERLOADED, List.of()));

    assertThat(agent.agentTask("s").killing().orElseThrow().cause()).isEqualTo(KillCause.PREEMPTED);
    assertThat(agent.agentTask("t").killing()).isEmpty();
    assertThat(agent.effects())
        .contains(
            new AgentEffect.SignalContainer(agent.container("s"), Signal.KILL),
            new AgentEffect.Send(new FromAgent.Oversubscribed(revocable("cpus:1").toProtos())));
  }

  @Test
  void itsFrameworkIsToldThatItIsGoneAndWhy() {
    evict();

    TaskStatus status =
        agent.exited("s", new ContainerExit.Signaled(Signal.KILL.number())).sentUpdates().getLast();

    assertThat(status.getState()).isEqualTo(TaskState.TASK_GONE);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_PREEMPTED);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(status.getMessage()).isEqualTo("Container preempted by QoS correction");
  }

  @Test
  void aFrameworkOfOldIsToldThatItIsLost() {
    agent.withLegacyFramework();
    evict();

    assertThat(agent.exited("s", 0).sentStates()).containsExactly(TaskState.TASK_LOST);
  }

  @Test
  void anAgentThatDiesMeanwhileKnowsWhyItIsEnding() {
    evict();
    RecoveredContainer alive = new RecoveredContainer.Alive(agent.runningContainer("s"));

    agent.restart(alive);

    assertThat(agent.effects())
        .contains(new AgentEffect.SignalContainer(agent.container("s"), Signal.KILL));
    agent.exited("s", new ContainerExit.Signaled(Signal.KILL.number()));
    assertThat(agent.agentTask("s").latest().map(TaskStatus::getReason))
        .isEqualTo(Optional.of(TaskStatus.Reason.REASON_CONTAINER_PREEMPTED));
  }

  private void evict() {
    agent.running(spare("s", "cpus:1"));
    agent.advance(INTERVAL);
    agent.handle(new AgentInput.UsageMeasured(OVERLOADED, List.of())).effects();
  }

  @Test
  void anAgentThatDoesNotOversubscribeMeasuresNothing() {
    KernelScenario usual = KernelScenario.registeredAgent();

    assertThat(usual.timer(new AgentTimer.UsageDue())).isEmpty();
  }
}
