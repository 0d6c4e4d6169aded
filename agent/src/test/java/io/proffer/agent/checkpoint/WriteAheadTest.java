package io.proffer.agent.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.Signal;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteAheadTest {

  private static final TaskKey TASK = JournalFixture.key("runs");
  private static final Path META = Path.of("/agent/meta");
  private static final AgentEffect REMOVE = new AgentEffect.RemoveContainer(new ContainerId("c"));

  private final MemoryDisk disk = new MemoryDisk();
  private final List<AgentEvent> facts = new ArrayList<>();
  private WriteAhead writeAhead;

  @BeforeEach
  void aTaskRuns() throws IOException {
    writeAhead = Checkpoints.open(disk, META, "/agent", "127.0.0.1:5050").writeAhead();
    decide(JournalFixture.facts());
    writeAhead.flush(state());
  }

  @Test
  void thatATaskRunsIsToldAtOnce() {
    assertThat(decide(List.of(status(TaskState.TASK_RUNNING)), tell(TaskState.TASK_RUNNING)))
        .containsExactly(tell(TaskState.TASK_RUNNING));
    assertThat(writeAhead.flushDue()).as("nothing waits for the disk").contains(WriteAhead.LAZY);
  }

  @Test
  void theEndOfATaskIsToldAndItsContainerRemovedOnlyWhenALossOfPowerCannotUndoIt()
      throws IOException {
    assertThat(
            decide(List.of(status(TaskState.TASK_FINISHED)), REMOVE, tell(TaskState.TASK_FINISHED)))
        .isEmpty();
    assertThat(writeAhead.flushDue()).contains(Duration.ZERO);

    assertThat(writeAhead.flush(state())).containsExactly(REMOVE, tell(TaskState.TASK_FINISHED));

    disk.losesPower();
    assertThat(written().state()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(writeAhead.flushDue()).isEmpty();
  }

  @Test
  void manyEndsNeedTheDiskOnce() {
    long before = disk.forces();
    for (int i = 0; i < 100; i++) {
      assertThat(decide(List.of(status(TaskState.TASK_FAILED)), REMOVE)).isEmpty();
    }

    assertThat(writeAhead.flush(state())).as("told once, however often decided").hasSize(1);

    assertThat(disk.forces()).isEqualTo(before + 1);
  }

  @Test
  void whatFollowsAnEndDoesNotOvertakeIt() {
    AgentEffect executorEnded =
        new AgentEffect.Send(
            new FromAgent.ExecutorTerminated(
                JournalFixture.FRAMEWORK, new ExecutorId("executor"), 0));
    AgentEffect stop = new AgentEffect.Stop("all have ended");
    assertThat(
            decide(
                List.of(status(TaskState.TASK_KILLED)),
                tell(TaskState.TASK_KILLED),
                executorEnded,
                stop))
        .isEmpty();

    assertThat(writeAhead.flush(state()))
        .containsExactly(tell(TaskState.TASK_KILLED), executorEnded, stop);
  }

  @Test
  void whileTheCheckpointCannotBeWrittenTasksAreKilledButNothingIsTold() throws IOException {
    disk.breaks("Read-only file system");
    AgentEffect kill = new AgentEffect.SignalContainer(new ContainerId("c"), Signal.KILL);
    AgentEffect pong = new AgentEffect.Send(new FromAgent.Pong(7));

    assertThat(decide(List.of(status(TaskState.TASK_RUNNING)), tell(TaskState.TASK_RUNNING)))
        .isEmpty();
    assertThat(decide(List.of(), kill, pong, tell(TaskState.TASK_RUNNING)))
        .containsExactly(kill, pong);
    assertThat(writeAhead.flushDue()).contains(WriteAhead.LAZY);
    assertThat(writeAhead.flush(state())).as("still broken").isEmpty();

    disk.isRepaired();

    assertThat(writeAhead.flush(state())).containsExactly(tell(TaskState.TASK_RUNNING));
    disk.losesPower();
    assertThat(written().updates()).hasSize(2);
  }

  @Test
  void aDiskThatFailsWhenForcedKeepsAnEndFromBeingTold() {
    disk.forcingFails();
    decide(List.of(status(TaskState.TASK_FAILED)), tell(TaskState.TASK_FAILED));

    assertThat(writeAhead.flush(state())).isEmpty();
    assertThat(writeAhead.healthy()).isFalse();

    disk.isRepaired();
    assertThat(writeAhead.flush(state())).containsExactly(tell(TaskState.TASK_FAILED));
  }

  private List<AgentEffect> decide(List<? extends AgentEvent> events, AgentEffect... effects) {
    facts.addAll(events);
    return writeAhead
        .write(new AgentDecision(List.copyOf(events), List.of(effects)), AgentState.of(facts))
        .effects();
  }

  private AgentState state() {
    return AgentState.of(facts);
  }

  /** What an agent would know that came back now. */
  private AgentTask written() throws IOException {
    return AgentState.of(Journal.open(disk, META).facts()).task(TASK).orElseThrow();
  }

  private static AgentEvent status(TaskState state) {
    return new AgentEvent.StatusRecorded(TASK, proto(state));
  }

  private static AgentEffect tell(TaskState state) {
    return new AgentEffect.Send(
        new FromAgent.StatusUpdate(JournalFixture.FRAMEWORK, proto(state), state));
  }

  private static TaskStatus proto(TaskState state) {
    return TaskStatus.newBuilder().setTaskId(TASK.task().toProto()).setState(state).build();
  }
}
