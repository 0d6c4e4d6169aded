package io.proffer.agent.kernel;

import static io.proffer.agent.kernel.KernelScenario.registeredAgent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.Signal;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.Test;

/** Custom executors: launches, the executor API's rules, recovery and ends. */
class ExecutorTest {

  private final ExecutorScript executor = ExecutorScript.on(registeredAgent());
  private final KernelScenario agent = executor.agent();

  private ExecutorScript runningTask(String... tasks) {
    executor.run(tasks).started().subscribes();
    int uuid = 1;
    for (String task : tasks) {
      executor.says(task, TaskState.TASK_RUNNING, uuid++);
      agent.acknowledgeAll(task);
    }
    return executor.clear();
  }

  @Test
  void theFirstTaskStartsTheExecutorAndWaitsForIt() {
    executor.run("t1", "t2");

    assertThat(executor.effects(AgentEffect.LaunchContainer.class)).hasSize(1);
    assertThat(executor.launched().info()).isEqualTo(ExecutorScript.INFO);
    assertThat(executor.launched().environment())
        .containsEntry("MESOS_CHECKPOINT", "0")
        .containsEntry("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "5secs");
    assertThat(executor.events()).isEmpty();

    executor.started().subscribes();

    assertThat(executor.answer()).isEqualTo(new ExecutorAnswer.Streaming());
    assertThat(executor.eventTypes())
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.LAUNCH, Event.Type.LAUNCH);
    assertThat(executor.events().getFirst().getSubscribed().getAgentInfo().getId())
        .isEqualTo(KernelScenario.AGENT.toProto());
    assertThat(executor.events().get(1).getLaunch().getTask()).isEqualTo(ExecutorScript.task("t1"));
  }

  @Test
  void aTaskForAnExecutorThatListensIsGivenToItAtOnce() {
    runningTask("t1").runWhileItRuns("t2");

    assertThat(executor.effects(AgentEffect.LaunchContainer.class)).isEmpty();
    assertThat(executor.effects(AgentEffect.ResizeContainer.class)).hasSize(1);
    assertThat(executor.eventTypes()).containsExactly(Event.Type.LAUNCH);
  }

  @Test
  void aGroupIsGivenToItsExecutorAsAGroup() {
    executor.runGroup("a", "b").started().subscribes();

    assertThat(executor.eventTypes())
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.LAUNCH_GROUP);
    assertThat(executor.events().getLast().getLaunchGroup().getTaskGroup().getTasksCount())
        .isEqualTo(2);
  }

  @Test
  void anUpdateGoesOnWithItsUuidAndIsToldToHaveArrived() {
    executor.run("t1").started().subscribes().says("t1", TaskState.TASK_RUNNING, 7);

    assertThat(executor.answer()).isEqualTo(new ExecutorAnswer.Accepted());
    Event last = executor.events().getLast();
    assertThat(last.getAcknowledged().getUuid()).isEqualTo(ExecutorScript.uuid(7));
    TaskStatus sent = sentStatuses().getLast();
    assertThat(sent.getUuid()).isEqualTo(ExecutorScript.uuid(7));
    assertThat(sent.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(sent.getExecutorId().getValue()).isEqualTo("ex");
    assertThat(sent.getAgentId()).isEqualTo(KernelScenario.AGENT.toProto());
    assertThat(sent.getContainerStatus().getContainerId())
        .isEqualTo(executor.state().container().toProto());
    assertThat(sent.getContainerStatus().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aRepeatedUpdateIsToldToHaveArrivedAndGoesNoFurther() {
    executor.run("t1").started().subscribes().says("t1", TaskState.TASK_RUNNING, 1);
    agent.acknowledgeAll("t1");
    executor.clear().says("t1", TaskState.TASK_RUNNING, 1);

    assertThat(executor.eventTypes()).containsExactly(Event.Type.ACKNOWLEDGED);
    assertThat(agent.agentTask("t1").updates()).isEmpty();
  }

  @Test
  void anUpdateOfATaskThatIsForgottenIsOnlyToldToHaveArrived() {
    runningTask("t1").says("t1", TaskState.TASK_FINISHED, 9);
    agent.acknowledgeAll("t1");
    assertThat(agent.knows("t1")).isFalse();
    executor.clear().says("t1", TaskState.TASK_FINISHED, 9);

    assertThat(executor.eventTypes()).containsExactly(Event.Type.ACKNOWLEDGED);
    assertThat(agent.knows("t1")).isFalse();
  }

  @Test
  void anExecutorWithoutTasksIsKept() {
    runningTask("t1").says("t1", TaskState.TASK_FINISHED, 9);
    agent.acknowledgeAll("t1").advance(Duration.ofHours(1));

    assertThat(executor.lives()).isTrue();
    assertThat(agent.state().frameworks()).hasSize(1);
    assertThat(agent.seen().executors()).hasSize(1);
    executor.clear().runWhileItRuns("t2");
    assertThat(executor.eventTypes()).containsExactly(Event.Type.LAUNCH);
  }

  @Test
  void whoIsNotKnownIsRefused() {
    executor.subscribes();
    assertThat(executor.answer())
        .isEqualTo(new ExecutorAnswer.Refused(400, "Framework cannot be found"));

    executor.run("t1").call(ExecutorScript.call(Call.Type.MESSAGE));
    assertThat(executor.answer())
        .isEqualTo(new ExecutorAnswer.Refused(403, "Executor is not subscribed"));

    executor.call(
        ExecutorScript.call(Call.Type.SUBSCRIBE).setExecutorId(new ExecutorId("no").toProto()));
    assertThat(executor.answer())
        .isEqualTo(new ExecutorAnswer.Refused(400, "Executor cannot be found"));
  }

  @Test
  void anExecutorCannotSpeakForAnother() {
    executor.run("t1").started();
    ContainerId container = executor.state().container();
    ExecutorKey other = new ExecutorKey(KernelScenario.FRAMEWORK, new ExecutorId("other"));

    executor.call(
        ExecutorScript.call(Call.Type.SUBSCRIBE),
        Optional.of(new ExecutorClaims(other, container)));
    assertThat(executor.answer())
        .isInstanceOfSatisfying(
            ExecutorAnswer.Refused.class, r -> assertThat(r.status()).isEqualTo(403));

    executor.call(
        ExecutorScript.call(Call.Type.SUBSCRIBE),
        Optional.of(new ExecutorClaims(ExecutorScript.KEY, new ContainerId("an earlier run"))));
    assertThat(executor.answer())
        .isInstanceOfSatisfying(
            ExecutorAnswer.Refused.class, r -> assertThat(r.message()).contains("cid"));

    executor.call(
        ExecutorScript.call(Call.Type.SUBSCRIBE),
        Optional.of(new ExecutorClaims(ExecutorScript.KEY, container)));
    assertThat(executor.answer()).isEqualTo(new ExecutorAnswer.Streaming());
  }

  @Test
  void anExecutorCannotTellOfTasksThatAreNotItsOwn() {
    agent.runTask("command").started("command");
    runningTask("t1").says("command", TaskState.TASK_FINISHED, 9);

    assertThat(executor.answer())
        .isInstanceOfSatisfying(
            ExecutorAnswer.Refused.class, r -> assertThat(r.status()).isEqualTo(403));
    assertThat(agent.agentTask("command").state()).isEqualTo(TaskState.TASK_RUNNING);
  }

  @Test
  void aNewSubscriptionEndsTheOlderStream() {
    runningTask("t1");
    long stream = executor.state().stream().orElseThrow();

    executor.subscribes();
    agent.handle(new AgentInput.ExecutorStreamLost(ExecutorScript.KEY, stream));

    assertThat(executor.effects(AgentEffect.CloseExecutorStream.class))
        .containsExactly(new AgentEffect.CloseExecutorStream(stream));
    assertThat(executor.state().stream()).isPresent();
  }

  @Test
  void anExecutorThatDoesNotRegisterIsKilled() {
    executor.run("t1").started();
    agent.advance(Duration.ofMinutes(1));

    assertThat(executor.effects(AgentEffect.SignalContainer.class))
        .extracting(AgentEffect.SignalContainer::signal)
        .containsExactly(Signal.KILL);
    executor.exited(new ContainerExit.Signaled(9));
    TaskStatus status = sentStatuses().getLast();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(status.getReason()).isEqualTo(Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT);
    assertThat(status.getMessage()).isEqualTo("Executor did not register within 1mins");
  }

  @Test
  void theEndOfAnExecutorEndsItsTasksAndIsTold() {
    runningTask("t1", "t2").exited(new ContainerExit.Exited(7));

    assertThat(sentStatuses())
        .hasSize(2)
        .allSatisfy(
            s -> {
              assertThat(s.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(s.getReason()).isEqualTo(Reason.REASON_EXECUTOR_TERMINATED);
            });
    assertThat(sent())
        .last()
        .isEqualTo(
            new FromAgent.ExecutorTerminated(
                KernelScenario.FRAMEWORK, new ExecutorId("ex"), 7 << 8));
    assertThat(executor.lives()).isFalse();
    agent.acknowledgeAll("t1").acknowledgeAll("t2");
    assertThat(agent.state().frameworks()).isEmpty();
  }

  @Test
  void aTaskForAnExecutorThatHasJustEndedIsDropped() {
    runningTask("t1").exited(new ContainerExit.Exited(0)).clear().runWhileItRuns("t2");

    assertThat(executor.effects(AgentEffect.LaunchContainer.class)).isEmpty();
    TaskStatus status = sentStatuses().getLast();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(status.getReason()).isEqualTo(Reason.REASON_EXECUTOR_TERMINATED);
  }

  @Test
  void aKillIsTheExecutorsBusiness() {
    runningTask("t1");
    agent.kill("t1", Optional.of(Duration.ofSeconds(9)));

    assertThat(executor.eventTypes()).containsExactly(Event.Type.KILL);
    assertThat(
            executor
                .events()
                .getFirst()
                .getKill()
                .getKillPolicy()
                .getGracePeriod()
                .getNanoseconds())
        .isEqualTo(9_000_000_000L);
    assertThat(executor.effects(AgentEffect.SignalContainer.class)).isEmpty();
    executor.says("t1", TaskState.TASK_KILLED, 5);
    assertThat(sentStatuses().getLast().getState()).isEqualTo(TaskState.TASK_KILLED);
  }

  @Test
  void aTaskKilledBeforeItWasGivenTakesItsUnusedExecutorAlong() {
    executor.runGroup("a", "b").started();
    agent.kill("a");

    assertThat(sentStatuses())
        .extracting(TaskStatus::getReason)
        .containsExactly(
            Reason.REASON_TASK_KILLED_DURING_LAUNCH, Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    executor.subscribes();
    assertThat(executor.eventTypes()).containsExactly(Event.Type.SHUTDOWN);
    agent.advance(Duration.ofSeconds(5));
    assertThat(executor.effects(AgentEffect.SignalContainer.class))
        .extracting(AgentEffect.SignalContainer::signal)
        .containsExactly(Signal.TERM, Signal.KILL);
  }

  @Test
  void messagesGoBothWays() {
    runningTask("t1").sends("up");
    agent.masterSays(
        new ToAgent.ExecutorMessage(
            KernelScenario.FRAMEWORK, new ExecutorId("ex"), ByteString.copyFromUtf8("down")));

    assertThat(executor.events().getLast().getMessage().getData().toStringUtf8()).isEqualTo("down");
    assertThat(sent())
        .last()
        .isInstanceOfSatisfying(
            FromAgent.ExecutorMessage.class,
            m -> assertThat(m.data().toStringUtf8()).isEqualTo("up"));
  }

  @Test
  void aShutdownLeavesTheExecutorItsGrace() {
    runningTask("t1");
    agent.masterSays(new ToAgent.ShutdownExecutor(KernelScenario.FRAMEWORK, new ExecutorId("ex")));
    assertThat(executor.eventTypes()).containsExactly(Event.Type.SHUTDOWN);

    executor.says("t1", TaskState.TASK_KILLED, 8);
    agent.advance(Duration.ofSeconds(4));
    assertThat(executor.effects(AgentEffect.SignalContainer.class)).isEmpty();
    executor.exited(new ContainerExit.Exited(0));

    assertThat(sentStatuses())
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_KILLED);
  }

  @Test
  void theExecutorsOfAFrameworkThatIsGoneEndUnheard() {
    runningTask("t1");
    agent.masterSays(new ToAgent.TeardownFramework(KernelScenario.FRAMEWORK));
    assertThat(executor.eventTypes()).containsExactly(Event.Type.SHUTDOWN);
    executor.says("t1", TaskState.TASK_KILLED, 8).exited(new ContainerExit.Exited(0));

    assertThat(sentStatuses()).isEmpty();
    assertThat(agent.state().frameworks()).isEmpty();
    assertThat(agent.state().tasks()).isEmpty();
  }

  @Test
  void anAgentThatEndsWaitsForItsExecutors() {
    runningTask("t1");
    agent.handle(new AgentInput.ShutdownRequested("test"));
    assertThat(executor.eventTypes()).containsExactly(Event.Type.SHUTDOWN);
    assertThat(executor.effects(AgentEffect.Stop.class)).isEmpty();
    executor.exited(new ContainerExit.Exited(0));
    assertThat(executor.effects(AgentEffect.Stop.class)).hasSize(1);
  }

  @Test
  void anExecutorThatComesBackGoesOn() {
    executor.run("told", "lost", "known").started().subscribes();
    executor.says("told", TaskState.TASK_RUNNING, 1);
    agent.restart(new RecoveredContainer.Alive(executor.container()));
    executor.clear();

    executor.subscribes(
        Call.Subscribe.newBuilder()
            .addUnacknowledgedTasks(ExecutorScript.task("known"))
            .addUnacknowledgedUpdates(
                Call.Update.newBuilder()
                    .setStatus(ExecutorScript.status("told", TaskState.TASK_RUNNING, 1)))
            .addUnacknowledgedUpdates(
                Call.Update.newBuilder()
                    .setStatus(ExecutorScript.status("told", TaskState.TASK_FINISHED, 2)))
            .build());
    agent.advance(Duration.ofMinutes(2));

    assertThat(executor.eventTypes())
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.ACKNOWLEDGED, Event.Type.ACKNOWLEDGED);
    assertThat(agent.agentTask("told").updates())
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
    assertThat(agent.agentTask("known").live()).isTrue();
    TaskStatus lost = agent.agentTask("lost").latest().orElseThrow();
    assertThat(lost.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(lost.getReason()).isEqualTo(Reason.REASON_AGENT_RESTARTED);
    assertThat(executor.lives()).isTrue();
  }

  @Test
  void anExecutorThatDoesNotComeBackIsKilled() {
    runningTask("t1");
    agent.restart(new RecoveredContainer.Alive(executor.container()));
    agent.advance(Duration.ofSeconds(2));
    assertThat(executor.effects(AgentEffect.SignalContainer.class)).hasSize(1);
    executor.exited(new ContainerExit.Signaled(9));

    TaskStatus status = agent.agentTask("t1").latest().orElseThrow();
    assertThat(status.getState()).isEqualTo(TaskState.TASK_GONE);
    assertThat(status.getReason()).isEqualTo(Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT);
  }

  @Test
  void anExecutorThatEndedMeanwhileIsFoundToHave() {
    runningTask("t1");
    agent.restart(new RecoveredContainer.Ended(executor.container(), new ContainerExit.Exited(3)));

    TaskStatus status = agent.agentTask("t1").latest().orElseThrow();
    assertThat(status.getReason()).isEqualTo(Reason.REASON_EXECUTOR_TERMINATED);
    assertThat(status.getMessage()).endsWith("exited with status 3");
    assertThat(executor.lives()).isFalse();
  }

  @Test
  void aTaskThatWaitedWhenTheAgentDiedIsGivenAfterwards() {
    executor.run("t1").started();
    agent.restart(new RecoveredContainer.Alive(executor.container()));
    executor.clear().subscribes();

    assertThat(executor.eventTypes()).containsExactly(Event.Type.SUBSCRIBED, Event.Type.LAUNCH);
  }

  @Test
  void aKillThatTheExecutorMissedIsRepeated() {
    runningTask("t1");
    agent.handle(
        new AgentInput.ExecutorStreamLost(
            ExecutorScript.KEY, executor.state().stream().orElseThrow()));
    agent.kill("t1");
    assertThat(executor.events()).isEmpty();
    executor.subscribes();
    assertThat(executor.eventTypes()).containsExactly(Event.Type.SUBSCRIBED, Event.Type.KILL);
  }

  @Test
  void anIdleExecutorIsReportedWhenTheAgentRegistersAgain() {
    runningTask("t1").says("t1", TaskState.TASK_FINISHED, 9);
    agent.acknowledgeAll("t1").linkDown();
    executor.clear();
    agent.linkUp();

    assertThat(sent())
        .first()
        .isInstanceOfSatisfying(
            FromAgent.Reregister.class,
            r ->
                assertThat(r.executors())
                    .containsExactly(
                        new FromAgent.ReportedExecutor(
                            KernelScenario.FRAMEWORK, ExecutorScript.INFO, "*")));
  }

  @Test
  void aCompactedCheckpointSaysTheSame() {
    executor.run("t1", "t2").started().subscribes().says("t1", TaskState.TASK_RUNNING, 1);
    agent.acknowledgeAll("t1").kill("t1");
    agent.masterSays(new ToAgent.ShutdownExecutor(KernelScenario.FRAMEWORK, new ExecutorId("ex")));

    AgentState again = AgentState.of(Checkpoint.of(agent.state()));

    assertThat(Checkpoint.of(again)).isEqualTo(Checkpoint.of(agent.state()));
    assertThat(again.seen(KernelScenario.key("t1"), ExecutorScript.uuid(1))).isTrue();
    assertThat(again.customExecutors()).hasSize(1);
    assertThat(again.customExecutors().getFirst().ending()).isPresent();
    assertThat(again.task(KernelScenario.key("t2")).orElseThrow().phase().name())
        .isEqualTo("RUNNING");
  }

  private List<FromAgent> sent() {
    return executor.effects(AgentEffect.Send.class).stream()
        .map(AgentEffect.Send::message)
        .toList();
  }

  private List<TaskStatus> sentStatuses() {
    return sent().stream()
        .filter(FromAgent.StatusUpdate.class::isInstance)
        .map(m -> ((FromAgent.StatusUpdate) m).status())
        .toList();
  }
}
