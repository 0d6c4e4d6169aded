package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

class TaskGroupTest {

  private static final ExecutorKey EXECUTOR =
      new ExecutorKey(KernelScenario.FRAMEWORK, new ExecutorId("e1"));

  private final KernelScenario agent = KernelScenario.registeredAgent();

  @Test
  void everyTaskOfAGroupIsLaunchedInsideTheExecutorsContainer() {
    agent.runGroup("e1", "a", "b");

    var parent = agent.state().executor(EXECUTOR).orElseThrow().container();
    assertThat(agent.effects())
        .hasSize(2)
        .allSatisfy(
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        AgentEffect.LaunchContainer.class,
                        l -> assertThat(l.spec().parent()).contains(parent)));
  }

  @Test
  void aGroupThatArrivesTwiceIsLaunchedOnce() {
    agent.runGroup("e1", "a", "b").effects();

    assertThat(agent.runGroup("e1", "a", "b").effects()).isEmpty();
  }

  @Test
  void theirUpdatesNameTheParentAndTellTheAddressOnlyWhileRunning() {
    agent.runGroup("e1", "a").started("a");

    var starting = agent.sentUpdates().getFirst();
    var running = agent.acknowledge("a").sentUpdates().getFirst();

    assertThat(starting.getExecutorId().getValue()).isEqualTo("e1");
    assertThat(starting.getContainerStatus().getContainerId().getParent().getValue())
        .isEqualTo(agent.state().executor(EXECUTOR).orElseThrow().container().value());
    assertThat(starting.getContainerStatus().hasExecutorPid()).isFalse();
    assertThat(running.getContainerStatus().getExecutorPid()).isEqualTo(4242);
    assertThat(running.getContainerStatus().getNetworkInfosCount()).isEqualTo(1);
  }

  @Test
  void whenOneTaskFailsTheOthersAreKilled() {
    agent.runGroup("e1", "a", "b").started("a").started("b");
    agent.acknowledgeAll("a").acknowledgeAll("b").effects();

    agent.exited("a", 1);

    assertThat(agent.effects())
        .contains(new AgentEffect.SignalContainer(agent.container("b"), Signal.TERM));
    agent.acknowledgeAll("b").exited("b", new ContainerExit.Signaled(15));
    assertThat(agent.agentTask("b").state()).isEqualTo(TaskState.TASK_KILLED);
  }

  @Test
  void whenOneTaskFinishesTheOthersRunOn() {
    agent.runGroup("e1", "a", "b").started("a").started("b").effects();

    agent.exited("a", 0);

    assertThat(agent.effects()).noneMatch(AgentEffect.SignalContainer.class::isInstance);
  }

  @Test
  void groupsOfOneExecutorDieApart() {
    agent.runGroup("e1", "a").runGroup("e1", "b").started("a").started("b").effects();

    agent.exited("a", 1);

    assertThat(agent.effects()).noneMatch(AgentEffect.SignalContainer.class::isInstance);
    assertThat(agent.state().executor(EXECUTOR)).isPresent();
  }

  @Test
  void theExecutorEndsWithItsLastTask() {
    agent.runGroup("e1", "a", "b").started("a").started("b").exited("a", 0).effects();

    agent.exited("b", 0);

    assertThat(agent.sent())
        .contains(
            new FromAgent.ExecutorTerminated(KernelScenario.FRAMEWORK, new ExecutorId("e1"), 0));
    assertThat(agent.state().executors()).isEmpty();
  }

  @Test
  void shuttingAnExecutorDownKillsItsTasks() {
    agent.runGroup("e1", "a", "b").started("a").started("b").effects();

    agent.masterSays(new ToAgent.ShutdownExecutor(KernelScenario.FRAMEWORK, new ExecutorId("e1")));

    assertThat(agent.effects())
        .filteredOn(AgentEffect.SignalContainer.class::isInstance)
        .isEqualTo(
            List.of(
                new AgentEffect.SignalContainer(agent.container("a"), Signal.TERM),
                new AgentEffect.SignalContainer(agent.container("b"), Signal.TERM)));
  }

  @Test
  void theGraceOfTheExecutorIsTheMostThatItsTasksHave() {
    agent.masterSays(
        new ToAgent.RunTaskGroup(
            agent.framework(),
            ExecutorInfo.newBuilder()
                .setType(ExecutorInfo.Type.DEFAULT)
                .setExecutorId(new ExecutorId("e1").toProto())
                .setShutdownGracePeriod(seconds(2))
                .build(),
            List.of(
                KernelScenario.task("slow").setKillPolicy(grace(60)).build(),
                KernelScenario.task("quick").setKillPolicy(grace(1)).build()),
            "*"));
    agent.started("slow").started("quick").effects();

    agent.masterSays(new ToAgent.ShutdownExecutor(KernelScenario.FRAMEWORK, new ExecutorId("e1")));

    assertThat(agent.timer(new AgentTimer.KillGrace(KernelScenario.key("slow"))))
        .contains(Duration.ofSeconds(2));
    assertThat(agent.timer(new AgentTimer.KillGrace(KernelScenario.key("quick"))))
        .contains(Duration.ofSeconds(1));
  }

  private static KillPolicy grace(long seconds) {
    return KillPolicy.newBuilder().setGracePeriod(seconds(seconds)).build();
  }

  private static DurationInfo seconds(long seconds) {
    return DurationInfo.newBuilder().setNanoseconds(seconds * 1_000_000_000L).build();
  }
}
