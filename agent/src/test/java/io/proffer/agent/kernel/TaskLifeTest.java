package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.core.protocol.link.FromAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class TaskLifeTest {

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void aTaskIsLaunchedOnceHoweverOftenItArrives() {
    agent.runTask("t1").runTask("t1");

    assertThat(agent.effects())
        .singleElement()
        .isInstanceOfSatisfying(
            AgentEffect.LaunchContainer.class,
            l -> {
              assertThat(l.spec().task().orElseThrow().getName()).isEqualTo("t1");
              assertThat(l.spec().executor().value()).isEqualTo("t1");
              assertThat(l.spec().parent()).isEmpty();
            });
  }

  @Test
  void itGoesThroughStartingAndRunningToFinished() {
    agent.runTask("t1").started("t1");

    assertThat(agent.sentStates()).containsExactly(TaskState.TASK_STARTING);
    assertThat(agent.acknowledge("t1").sentStates()).containsExactly(TaskState.TASK_RUNNING);
    assertThat(agent.acknowledge("t1").exited("t1", 0).sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FINISHED);
              assertThat(s.getMessage()).isEqualTo("Command exited with status 0");
            });
    agent.acknowledge("t1");
    assertThat(agent.knows("t1")).isFalse();
    assertThat(agent.state().frameworks()).isEmpty();
  }

  @Test
  void itsUpdatesCarryWhatMesosPutsInThem() {
    agent.runTask("t1").started("t1");

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
              assertThat(s.hasReason()).isFalse();
              assertThat(s.hasMessage()).isFalse();
              assertThat(s.getAgentId()).isEqualTo(KernelScenario.AGENT.toProto());
              assertThat(s.getExecutorId().getValue()).isEqualTo("t1");
              assertThat(s.getUuid().size()).isEqualTo(16);
              assertThat(s.getTimestamp()).isGreaterThan(1.7e9);
              assertThat(s.getContainerStatus().getContainerId().getValue())
                  .isEqualTo(agent.container("t1").value());
              assertThat(s.getContainerStatus().getExecutorPid()).isEqualTo(4242);
              assertThat(s.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
                  .isEqualTo("127.0.0.1");
            });
  }

  @Test
  void aCommandThatFailsFailsTheTask() {
    agent.running("t1").exited("t1", 3);

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getMessage()).isEqualTo("Command exited with status 3");
            });
  }

  @Test
  void aSignalFromElsewhereFailsTheTask() {
    agent.running("t1").exited("t1", new ContainerExit.Signaled(11));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getMessage())
                  .isEqualTo("Command terminated with signal Segmentation fault");
            });
  }

  @Test
  void aContainerThatCannotBeStartedFailsTheTaskWithTheReason() {
    agent.runTask("t1").effects();

    agent.launchFailed(
        "t1", new LaunchFailure(LaunchFailure.Kind.IMAGE, "image 'nope' does not exist"));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
              assertThat(s.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
              assertThat(s.getMessage()).contains("image 'nope' does not exist");
            });
    assertThat(agent.acknowledge("t1").knows("t1")).isFalse();
  }

  @Test
  void goingOverTheMemoryLimitIsToldWithItsReason() {
    agent.running("t1");

    agent.exited(
        "t1", new ContainerExit.LimitExceeded(ContainerExit.Limit.MEMORY, "used more than 32 MB"));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
              assertThat(s.hasLimitation()).isTrue();
            });
  }

  @Test
  void aKillAsksFirstAndInsistsAfterTheGrace() {
    agent.running("t1").kill("t1");

    assertThat(agent.effects())
        .satisfiesExactly(
            told ->
                assertThat(told)
                    .isInstanceOfSatisfying(
                        AgentEffect.Send.class,
                        s ->
                            assertThat(((FromAgent.StatusUpdate) s.message()).status().getState())
                                .isEqualTo(TaskState.TASK_KILLING)),
            asked -> assertThat(asked).isEqualTo(signal(Signal.TERM)));
    assertThat(agent.advance(Duration.ofMillis(2999)).effects()).isEmpty();
    assertThat(agent.advance(Duration.ofMillis(1)).effects()).containsExactly(signal(Signal.KILL));

    agent.acknowledge("t1").exited("t1", new ContainerExit.Signaled(15));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.getMessage()).isEqualTo("Command terminated with signal Terminated");
            });
  }

  @Test
  void theGraceOfTheCallWinsOverTheTasksOwn() {
    agent.runTask(
        KernelScenario.task("t1")
            .setKillPolicy(
                org.apache.mesos.v1.Protos.KillPolicy.newBuilder().setGracePeriod(seconds(20)))
            .build());
    agent.started("t1").kill("t1", java.util.Optional.of(Duration.ofSeconds(8)));

    assertThat(agent.timer(new AgentTimer.KillGrace(KernelScenario.key("t1"))))
        .contains(Duration.ofSeconds(8));
  }

  @Test
  void theTasksOwnGraceWinsOverTheDefault() {
    agent.runTask(
        KernelScenario.task("t1")
            .setKillPolicy(
                org.apache.mesos.v1.Protos.KillPolicy.newBuilder().setGracePeriod(seconds(20)))
            .build());
    agent.started("t1").kill("t1");

    assertThat(agent.timer(new AgentTimer.KillGrace(KernelScenario.key("t1"))))
        .contains(Duration.ofSeconds(20));
  }

  @Test
  void aSecondKillMayOnlyShortenTheGrace() {
    agent.running("t1").kill("t1", java.util.Optional.of(Duration.ofSeconds(20)));
    agent.advance(Duration.ofSeconds(6)).effects();

    agent.kill("t1", java.util.Optional.of(Duration.ofSeconds(30)));
    assertThat(agent.effects()).isEmpty();

    agent.kill("t1", java.util.Optional.of(Duration.ofSeconds(5)));
    assertThat(agent.effects()).containsExactly(signal(Signal.KILL));
  }

  @Test
  void aTaskThatEndsWellWhileBeingKilledWasKilledAllTheSame() {
    agent.running("t1").kill("t1").acknowledge("t1").effects();

    assertThat(agent.exited("t1", 0).sentStates()).containsExactly(TaskState.TASK_KILLED);
  }

  @Test
  void aFrameworkThatDoesNotKnowTaskKillingIsNotToldOfIt() {
    KernelScenario legacy = KernelScenario.registeredAgent().withLegacyFramework();

    legacy.running("t1").kill("t1");

    assertThat(legacy.sentStates()).isEmpty();
  }

  @Test
  void aKillBeforeTheContainerStartedCancelsTheLaunch() {
    agent.runTask("t1").effects();

    agent.kill("t1");
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.CancelLaunch(agent.container("t1")));

    agent.launchFailed("t1", new LaunchFailure(LaunchFailure.Kind.CANCELLED, "cancelled"));
    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
            });
  }

  @Test
  void aKillThatCameTooLateToCancelTheLaunchEndsTheContainer() {
    agent.runTask("t1").kill("t1").effects();

    agent.started("t1");

    assertThat(agent.effects()).contains(signal(Signal.TERM));
    assertThat(agent.agentTask("t1").updates())
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_KILLING);
  }

  @Test
  void aKillOfATaskTheAgentDoesNotHoldChangesNothing() {
    agent.kill("nobody");

    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void aTaskThatRunsLongerThanItMayIsKilledAtOnceAndFailed() {
    agent.runTask(KernelScenario.task("t1").setMaxCompletionTime(seconds(30)).build());
    agent.started("t1").acknowledgeAll("t1").effects();

    assertThat(agent.advance(Duration.ofSeconds(30)).effects())
        .containsExactly(signal(Signal.KILL));
    agent.exited("t1", new ContainerExit.Signaled(9));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
            });
  }

  @Test
  void anEndedContainerIsRemovedOnce() {
    agent.running("t1").exited("t1", 0);

    assertThat(agent.effects()).contains(new AgentEffect.RemoveContainer(agent.container("t1")));
    assertThat(agent.exited("t1", 0).effects()).isEmpty();
  }

  @Test
  void aShutdownEndsEverythingAndThenTheAgent() {
    agent.running("t1").running("t2");

    agent.handle(new AgentInput.ShutdownRequested("test"));
    agent.runTask("t3");
    assertThat(agent.knows("t3")).isFalse();
    agent.exited("t1", 0);
    assertThat(agent.effects()).doesNotContain(new AgentEffect.Stop("test"));
    agent.exited("t2", 0);

    assertThat(agent.effects())
        .endsWith(
            new AgentEffect.Send(new FromAgent.Unregister("test")), new AgentEffect.Stop("test"));
  }

  @Test
  void whatStartsAfterAShutdownIsAnotherAgent() {
    agent.running("t1");
    agent.handle(new AgentInput.ShutdownRequested("test"));
    agent.exited("t1", 0).effects();

    assertThat(agent.handle(new AgentInput.LinkUp()).effects())
        .as("it decides nothing any more")
        .isEmpty();
    agent.restart();

    assertThat(agent.state().id()).isEmpty();
    assertThat(agent.state().tasks()).isEmpty();
  }

  private AgentEffect signal(Signal signal) {
    return new AgentEffect.SignalContainer(agent.container("t1"), signal);
  }

  private static DurationInfo seconds(long seconds) {
    return DurationInfo.newBuilder().setNanoseconds(Duration.ofSeconds(seconds).toNanos()).build();
  }

  @Test
  void aTornDownFrameworkIsForgottenWithoutAWord() {
    agent.running("t1").runTask("t2").started("t2").exited("t2", 0).effects();

    agent.masterSays(
        new io.proffer.core.protocol.link.ToAgent.TeardownFramework(KernelScenario.FRAMEWORK));

    assertThat(agent.knows("t2")).isFalse();
    assertThat(agent.effects()).containsExactly(signal(Signal.TERM));
    agent.exited("t1", new ContainerExit.Signaled(15));
    assertThat(agent.state().tasks()).isEmpty();
    assertThat(agent.state().frameworks()).isEmpty();
    assertThat(agent.advance(Duration.ofMinutes(20)).sentStates()).isEqualTo(List.of());
  }
}
