package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.Signal;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void aTaskThatRanOnIsKeptAndItsEndIsTold() {
    agent.running("t1");
    RunningContainer container = agent.runningContainer("t1");

    agent.restart(new RecoveredContainer.Alive(container)).linkUp().masterSays(reregistered());
    assertThat(agent.sentUpdates()).isEmpty();

    assertThat(agent.exited("t1", 0).sentStates()).containsExactly(TaskState.TASK_FINISHED);
  }

  @Test
  void aTaskThatEndedMeanwhileIsToldTruly() {
    agent.running("t1");
    RunningContainer container = agent.runningContainer("t1");

    agent.restart(new RecoveredContainer.Ended(container, new ContainerExit.Exited(7)));

    assertThat(agent.linkUp().masterSays(reregistered()).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getMessage()).isEqualTo("Command exited with status 7");
            });
  }

  @Test
  void aContainerStartedJustBeforeTheAgentDiedIsReportedFromTheBeginning() {
    agent.runTask("t1");
    RunningContainer container = agent.runningContainer("t1");

    agent.restart(new RecoveredContainer.Alive(container));

    assertThat(agent.agentTask("t1").updates())
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
  }

  @Test
  void aTaskThatWasNeverStartedIsDropped() {
    agent.runTask("t1");

    agent.restart(new RecoveredContainer.NeverStarted(agent.container("t1")));

    assertThat(agent.agentTask("t1").updates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_DROPPED);
              assertThat(s.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_RESTARTED);
            });
  }

  @Test
  void anOldFrameworkHearsLostInstead() {
    agent.withLegacyFramework().runTask("t1");

    agent.restart(new RecoveredContainer.NeverStarted(agent.container("t1")));

    assertThat(agent.agentTask("t1").state()).isEqualTo(TaskState.TASK_LOST);
  }

  @Test
  void aContainerThatVanishedIsToldHonestly() {
    agent.running("t1").restart();

    assertThat(agent.agentTask("t1").updates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
              assertThat(s.getMessage()).contains("not known");
            });
  }

  @Test
  void anUnacknowledgedUpdateComesAgainWithItsUuid() {
    agent.runTask("t1").started("t1");
    ByteString uuid = agent.sentUpdates().getFirst().getUuid();
    RunningContainer container = agent.runningContainer("t1");

    agent.restart(new RecoveredContainer.Alive(container)).linkUp().masterSays(reregistered());

    assertThat(agent.sentUpdates()).extracting(TaskStatus::getUuid).containsExactly(uuid);
  }

  @Test
  void anAcknowledgedTerminalUpdateIsNeverToldAgain() {
    agent.running("t1").exited("t1", 0).acknowledge("t1");

    agent.restart().linkUp();

    assertThat(agent.state().tasks()).isEmpty();
  }

  @Test
  void aKillThatWasUnderWayGoesOnWithTheGraceThatIsLeft() {
    agent.running("t1").kill("t1");
    RunningContainer container = agent.runningContainer("t1");
    agent.advance(Duration.ofSeconds(2));

    agent.restart(new RecoveredContainer.Alive(container));

    assertThat(agent.effects())
        .containsExactly(new AgentEffect.SignalContainer(container.id(), Signal.TERM));
    assertThat(agent.advance(Duration.ofSeconds(1)).effects())
        .containsExactly(new AgentEffect.SignalContainer(container.id(), Signal.KILL));
  }

  private static ToAgent reregistered() {
    return new ToAgent.Reregistered(KernelScenario.AGENT, KernelScenario.PING_TIMEOUT, List.of());
  }
}
