package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.state.Drain;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final DrainConfig PLAIN = DrainConfig.getDefaultInstance();
  private static final DrainConfig FOR_GOOD = DrainConfig.newBuilder().setMarkGone(true).build();

  private final KernelScenario agent = KernelScenario.registeredAgent();

  private static DrainConfig within(Duration most) {
    return DrainConfig.newBuilder()
        .setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(most.toNanos()))
        .build();
  }

  private static TaskInfo patient(String task, Duration grace) {
    return KernelScenario.task(task)
        .setKillPolicy(
            KillPolicy.newBuilder()
                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(grace.toNanos())))
        .build();
  }

  private void drain(DrainConfig config) {
    agent.masterSays(new ToAgent.Drain(config));
  }

  private Optional<Duration> graceOf(String task) {
    return agent.timer(new AgentTimer.KillGrace(KernelScenario.key(task)));
  }

  @Test
  void aDrainKillsWhatRunsAndSaysWhy() {
    agent.running("t1");

    drain(PLAIN);
    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLING);
              assertThat(s.getReason()).isEqualTo(Reason.REASON_AGENT_DRAINING);
            });
    agent.acknowledge("t1").exited("t1", new ContainerExit.Signaled(15));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.getReason()).isEqualTo(Reason.REASON_AGENT_DRAINING);
            });
  }

  @Test
  void itLastsUntilTheLastEndIsAcknowledged() {
    agent.running("t1");
    drain(PLAIN);
    agent.acknowledge("t1").exited("t1", new ContainerExit.Signaled(15));
    assertThat(agent.state().drain()).isPresent();

    agent.acknowledge("t1");

    assertThat(agent.state().drain()).isEmpty();
    assertThat(agent.runTask("t2").effects())
        .hasAtLeastOneElementOfType(AgentEffect.LaunchContainer.class);
  }

  @Test
  void anIdleAgentIsDrainedAlready() {
    drain(PLAIN);

    assertThat(agent.state().drain()).isEmpty();
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void noTaskHasMoreTimeThanThereIs() {
    agent.running("no-policy");
    agent.running(patient("patient", Duration.ofMinutes(5)));
    agent.running(patient("quick", Duration.ofSeconds(1)));

    drain(within(Duration.ofSeconds(20)));

    // As in Mesos: what has no grace of its own is given all there is.
    assertThat(graceOf("no-policy")).contains(Duration.ofSeconds(20));
    assertThat(graceOf("patient")).contains(Duration.ofSeconds(20));
    assertThat(graceOf("quick")).contains(Duration.ofSeconds(1));
  }

  @Test
  void withoutALimitEachTaskHasItsOwnTime() {
    agent.running("no-policy");
    agent.running(patient("patient", Duration.ofMinutes(5)));

    drain(PLAIN);

    assertThat(graceOf("no-policy")).contains(Duration.ofSeconds(3));
    assertThat(graceOf("patient")).contains(Duration.ofMinutes(5));
  }

  @Test
  void saidAgainItChangesNothingAndSaidSoonerItHurries() {
    agent.running(patient("t1", Duration.ofMinutes(5)));
    drain(within(Duration.ofMinutes(2)));
    Drain begun = agent.state().drain().orElseThrow();
    agent.advance(Duration.ofSeconds(30)).effects();

    drain(within(Duration.ofMinutes(2)));
    assertThat(agent.effects()).isEmpty();
    assertThat(agent.state().drain()).contains(begun);

    drain(within(Duration.ofSeconds(40)));
    assertThat(graceOf("t1")).contains(Duration.ofSeconds(10));
  }

  @Test
  void aLaunchUnderWayIsCancelled() {
    agent.runTask("t1").effects();

    drain(PLAIN);
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.CancelLaunch(agent.container("t1")));
    agent.launchFailed("t1", new LaunchFailure(LaunchFailure.Kind.CANCELLED, "cancelled"));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(s.getReason()).isEqualTo(Reason.REASON_AGENT_DRAINING);
            });
  }

  @Test
  void whatArrivesTooLateIsDropped() {
    agent.running("t1");
    drain(PLAIN);
    agent.effects();

    agent.runTask("late");

    assertThat(agent.sentUpdates()).singleElement().satisfies(s -> assertDropped(s, "late"));
    assertThat(agent.acknowledge("late").knows("late")).isFalse();
  }

  private static void assertDropped(TaskStatus status, String task) {
    assertThat(status.getTaskId().getValue()).isEqualTo(task);
    assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(status.getReason()).isEqualTo(Reason.REASON_AGENT_DRAINING);
    assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(status.getMessage()).isEqualTo("Task was received while agent was already draining");
  }

  @Test
  void anExecutorThatIsNotStartedForThatIsSaidToHaveEnded() {
    agent.running("t1");
    drain(PLAIN);
    agent.effects();

    agent.runGroup("pod", "left", "right");

    List<FromAgent> sent = agent.sent();
    assertThat(sent)
        .filteredOn(FromAgent.StatusUpdate.class::isInstance)
        .extracting(m -> ((FromAgent.StatusUpdate) m).status().getTaskId().getValue())
        .containsExactly("left", "right");
    assertThat(sent)
        .contains(
            new FromAgent.ExecutorTerminated(KernelScenario.FRAMEWORK, new ExecutorId("pod"), -1));
    assertThat(agent.state().executors()).isEmpty();
  }

  @Test
  void aFrameworkThatKnowsNoPartitionsHearsTheOldWord() {
    agent.withLegacyFramework().running("t1");
    drain(FOR_GOOD);
    agent.effects();

    assertThat(agent.runTask("late").sentStates()).containsExactly(TaskState.TASK_LOST);
    assertThat(agent.exited("t1", 0).sentStates()).containsExactly(TaskState.TASK_KILLED);
  }

  @Test
  void theTasksOfAnAgentThatIsNotToComeBackAreGone() {
    agent.running("t1");
    drain(FOR_GOOD);
    agent.acknowledge("t1").effects();

    agent.exited("t1", new ContainerExit.Signaled(15));

    assertThat(agent.sentUpdates())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_GONE_BY_OPERATOR);
              assertThat(s.getReason()).isEqualTo(Reason.REASON_AGENT_DRAINING);
            });
    assertThat(agent.acknowledge("t1").state().drain()).isEmpty();
  }

  @Test
  void aTaskThatEndsByItselfEndsAsItDid() {
    agent.running("t1").running("t2");
    agent.exited("t1", 0);
    drain(PLAIN);

    assertThat(agent.agentTask("t1").state()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(agent.agentTask("t2").killing()).isPresent();
  }

  @Test
  void anAgentThatWasRestartedGoesOnWithIt() {
    agent.running(patient("t1", Duration.ofMinutes(5)));
    drain(within(Duration.ofSeconds(20)));
    agent.acknowledge("t1").advance(Duration.ofSeconds(5));

    agent.restart(new RecoveredContainer.Alive(agent.runningContainer("t1")));

    assertThat(agent.state().drain().orElseThrow().maxGrace()).contains(Duration.ofSeconds(20));
    assertThat(graceOf("t1")).contains(Duration.ofSeconds(15));
    agent.linkUp();
    agent.masterSays(
        new ToAgent.Reregistered(KernelScenario.AGENT, KernelScenario.PING_TIMEOUT, List.of()));
    agent.effects();
    assertThat(agent.runTask("late").sentStates()).containsExactly(TaskState.TASK_DROPPED);
  }

  @Test
  void readersSeeItWhileItLasts() {
    agent.running("t1");
    drain(FOR_GOOD);
    assertThat(agent.seen().drain().map(Drain::config)).contains(FOR_GOOD);

    agent.acknowledge("t1").exited("t1", 0).acknowledge("t1");

    assertThat(agent.seen().drain()).isEmpty();
  }

  @Test
  void aCustomExecutorIsToldToKillItsTasks() {
    ExecutorScript executor = ExecutorScript.on(agent).run("t1").started().subscribes();
    executor.says("t1", TaskState.TASK_RUNNING, 1).clear();

    drain(within(Duration.ofSeconds(20)));

    assertThat(executor.eventTypes()).containsExactly(Event.Type.KILL);
    assertThat(executor.events().getFirst().getKill().getKillPolicy().getGracePeriod())
        .isEqualTo(
            DurationInfo.newBuilder().setNanoseconds(Duration.ofSeconds(20).toNanos()).build());
    executor.clear().says("t1", TaskState.TASK_KILLED, 2);
    agent.acknowledgeAll("t1");
    assertThat(agent.state().drain()).isEmpty();
    assertThat(executor.lives()).as("an executor ends when it will").isTrue();
  }
}
