package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.runtime.RuntimeFactory;
import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.link.ToAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime is added by one class: {@link ThreadRuntime}. */
class AddedRuntimeTest {

  private static final RuntimeFactory THREADS = ThreadRuntime::new;

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentServer> agent = Optional.empty();

  @AfterEach
  void stop() {
    agent.ifPresent(AgentServer::close);
    master.close();
  }

  private AgentServer start(RuntimeFactory... runtimes) throws Exception {
    AgentServer started =
        AgentServer.start(
            AgentOptions.of(master.address(), work)
                .withResources(Optional.of("cpus:2;mem:4096"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true),
            AgentSurroundings.real().withRuntimes(List.of(runtimes)));
    agent = Optional.of(started);
    started.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return started;
  }

  private static TaskInfo thread(String id) {
    return Tasks.shell(id, "")
        .setLabels(Labels.newBuilder().addLabels(Label.newBuilder().setKey(ThreadRuntime.LABEL)))
        .build();
  }

  private void kill(String task) {
    master.say(new ToAgent.KillTask(TestMaster.FRAMEWORK, new TaskId(task), Optional.empty()));
  }

  @Test
  void itGetsTheTasksThatAskForItAndNoOthers() throws Exception {
    assertThat(start(THREADS).describe()).contains("thread");

    master.run(thread("t"));
    master.run(Tasks.shell("p", "true").build());

    TaskStatus running = master.await("t", TaskState.TASK_RUNNING);
    assertThat(running.getContainerStatus().hasExecutorPid()).isFalse();
    master.await("p", TaskState.TASK_FINISHED);
    kill("t");
    assertThat(master.await("t", TaskState.TASK_KILLED).getMessage())
        .isEqualTo("Command terminated with signal Terminated");
  }

  @Test
  void itFindsItsTasksAgainByItsName() throws Exception {
    AgentServer first = start(THREADS);
    master.run(thread("t"));
    master.await("t", TaskState.TASK_RUNNING);
    first.kill();
    agent = Optional.empty();

    assertThatThrownBy(this::start)
        .hasMessageContaining("needs the runtime 'thread', which this agent does not have");

    start(THREADS);
    kill("t");
    master.await("t", TaskState.TASK_KILLED);
  }

  @Test
  void noTwoHaveTheSameName() {
    assertThatThrownBy(() -> start(THREADS, THREADS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the agent would have two runtimes of the name 'thread'");
  }
}
