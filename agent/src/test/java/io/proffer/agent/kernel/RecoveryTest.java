package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  @Test
  void aRebootIsToldApartAndKeepsTheAgentsId() {
    agent.booted("boot-1").running("t1");

    agent.bootedAgain("boot-2");

    assertThat(agent.state().id()).contains(KernelScenario.AGENT);
    assertThat(agent.agentTask("t1").updates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
              assertThat(s.getMessage()).contains("machine was rebooted");
            });
  }

  @Test
  void aRestartInTheSameBootIsNoReboot() {
    agent.booted("boot-1").running("t1");

    agent.bootedAgain("boot-1");

    assertThat(agent.agentTask("t1").updates().getFirst().getMessage())
        .contains("gone when the agent came back");
  }

  @Test
  void whatEndedBeforeTheRebootIsToldTruly() {
    agent.booted("boot-1").running("t1").running("t2");
    RunningContainer first = agent.runningContainer("t1");
    RunningContainer second = agent.runningContainer("t2");

    agent.bootedAgain(
        "boot-2",
        new RecoveredContainer.Ended(first, new ContainerExit.Exited(0)),
        new RecoveredContainer.Ended(second, new ContainerExit.Unknown("no record")));

    assertThat(agent.agentTask("t1").state()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(agent.agentTask("t2").updates().getFirst().getMessage()).contains("rebooted");
  }

  @Test
  void aDockerEngineThatFoundAContainerDeadKnowsNotHowItEnded() {
    agent.booted("boot-1").running("t1");
    RunningContainer found = agent.runningContainer("t1");
    RunningContainer docker =
        new RunningContainer(
            found.id(),
            RuntimeKind.DOCKER,
            "id",
            Optional.empty(),
            List.of(),
            "/sandbox",
            found.startedAt());

    agent.bootedAgain(
        "boot-2", new RecoveredContainer.Ended(docker, new ContainerExit.Exited(255)));

    assertThat(agent.agentTask("t1").updates().getFirst().getMessage()).contains("rebooted");
  }

  @Test
  void tasksOfAGroupThatEndedByThemselvesWereNotKilledWithIt() {
    agent.runGroup("e", "t1", "t2", "t3");
    for (String task : List.of("t1", "t2", "t3")) {
      agent.started(task).acknowledgeAll(task);
    }
    RunningContainer first = agent.runningContainer("t1");
    RunningContainer second = agent.runningContainer("t2");
    RunningContainer third = agent.runningContainer("t3");

    agent.restart(
        new RecoveredContainer.Ended(first, new ContainerExit.Exited(1)),
        new RecoveredContainer.Ended(second, new ContainerExit.Exited(0)),
        new RecoveredContainer.Alive(third));

    assertThat(agent.agentTask("t1").state()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(agent.agentTask("t2").state()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(agent.agentTask("t3").killing()).as("what runs ends with its group").isPresent();
  }

  private static ToAgent reregistered() {
    return new ToAgent.Reregistered(KernelScenario.AGENT, KernelScenario.PING_TIMEOUT, List.of());
  }
}
