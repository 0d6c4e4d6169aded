package io.proffer.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Executor;
import io.proffer.sdk.ExecutorDriver;
import io.proffer.sdk.ExecutorEndedException;
import io.proffer.sdk.Proffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An executor of the SDK against an agent that the test plays. */
class ExecutorOverHttpTest {

  private FakeAgent agent;

  /** Runs what it is given until a message names it; a task named {@code bad} makes it throw. */
  private static final class Listening implements Executor {
    @Override
    public void launch(TaskInfo task, ExecutorDriver driver) {
      if (task.getName().equals("bad")) {
        throw new IllegalStateException("no such thing");
      }
      driver.running(TaskId.of(task.getTaskId()));
    }

    @Override
    public void kill(TaskId task, Optional<Duration> grace, ExecutorDriver driver) {
      driver.killed(task);
    }

    @Override
    public void received(ByteString data, ExecutorDriver driver) {
      driver.finished(new TaskId(data.toStringUtf8()));
      driver.send(data);
    }
  }

  @BeforeEach
  void open() throws Exception {
    agent = new FakeAgent();
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private CompletableFuture<Void> run(String checkpoint) {
    return CompletableFuture.runAsync(
        () -> Proffer.executor().environment(agent.environment(checkpoint)).run(new Listening()),
        code -> Thread.ofPlatform().daemon().start(code));
  }

  private TaskStatus update() throws InterruptedException {
    return agent.call(Call.Type.UPDATE).getUpdate().getStatus();
  }

  @Test
  void itRunsTasksAndTellsWhatBecomesOfThem() throws Exception {
    CompletableFuture<Void> run = run("1");
    FakeAgent.Stream stream = agent.subscribed().launch("t1");
    TaskStatus running = update();
    stream.acknowledge("t1", running.getUuid()).message("t1");
    TaskStatus finished = update();
    assertThat(agent.call(Call.Type.MESSAGE).getMessage().getData().toStringUtf8()).isEqualTo("t1");
    stream.acknowledge("t1", finished.getUuid()).launch("t2").kill("t2");
    TaskStatus second = update();
    TaskStatus killed = update();

    assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(running.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(running.getUuid().size()).isEqualTo(16);
    assertThat(finished.getState()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
    stream
        .acknowledge("t2", second.getUuid())
        .acknowledge("t2", killed.getUuid())
        .send(FakeAgent.event(Event.Type.SHUTDOWN));
    run.get(5, TimeUnit.SECONDS);
  }

  @Test
  void whatTheAgentMayNotHaveHeardIsToldWithTheNextSubscription() throws Exception {
    CompletableFuture<Void> run = run("1");
    Call first = agent.call(Call.Type.SUBSCRIBE);
    assertThat(first.getSubscribe().getUnacknowledgedTasksCount()).isZero();
    FakeAgent.Stream stream = agent.subscribed().launch("heard").launch("unheard");
    TaskStatus heard = update();
    TaskStatus unheard = update();
    stream.acknowledge("heard", heard.getUuid()).message("heard");
    TaskStatus finished = update();
    agent.refuseSubscribe(503);
    stream.close();

    agent.call(Call.Type.SUBSCRIBE);
    Call.Subscribe again = agent.call(Call.Type.SUBSCRIBE).getSubscribe();
    assertThat(again.getUnacknowledgedTasksList())
        .extracting(TaskInfo::getName)
        .containsExactly("unheard");
    assertThat(again.getUnacknowledgedUpdatesList())
        .extracting(u -> u.getStatus().getUuid())
        .containsExactly(unheard.getUuid(), finished.getUuid());
    agent
        .subscribed()
        .acknowledge("unheard", unheard.getUuid())
        .acknowledge("heard", finished.getUuid())
        .send(FakeAgent.event(Event.Type.SHUTDOWN));
    run.get(5, TimeUnit.SECONDS);
  }

  @Test
  void anUpdateThatTheAgentCannotTakeNowIsToldAgain() throws Exception {
    CompletableFuture<Void> run = run("1");
    agent.refuseCall(503);
    agent.subscribed().launch("t1");
    TaskStatus refused = update();
    agent.call(Call.Type.SUBSCRIBE);

    agent
        .subscribed()
        .acknowledge("t1", refused.getUuid())
        .send(FakeAgent.event(Event.Type.SHUTDOWN));
    run.get(5, TimeUnit.SECONDS);
  }

  @Test
  void withoutCheckpointsItEndsWithItsAgent() throws Exception {
    CompletableFuture<Void> run = run("0");
    agent.subscribed().close();

    assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ExecutorEndedException.class)
        .hasMessageContaining("the agent is gone");
  }

  @Test
  void itEndsWhenTheAgentDoesNotKnowIt() {
    agent.refuseSubscribe(400);
    CompletableFuture<Void> run = run("1");

    assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ExecutorEndedException.class)
        .hasMessageContaining("SUBSCRIBE was answered 400");
  }

  @Test
  void whatACallbackThrowsEndsIt() throws Exception {
    CompletableFuture<Void> run = run("1");
    agent.subscribed().launch("bad");

    assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS)).rootCause().hasMessage("no such thing");
  }

  @Test
  void aProgramThatNoAgentStartedIsToldSo() {
    assertThatThrownBy(() -> Proffer.executor().environment(Map.of()).run(new Listening()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "MESOS_AGENT_ENDPOINT is not set: this program is to be started by an agent, as an"
                + " executor");
  }
}
