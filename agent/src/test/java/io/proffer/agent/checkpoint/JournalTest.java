package io.proffer.agent.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final FrameworkId FRAMEWORK = new FrameworkId("f");
  private static final TaskKey TASK = new TaskKey(FRAMEWORK, new TaskId("t"));
  private static final ExecutorKey EXECUTOR = new ExecutorKey(FRAMEWORK, new ExecutorId("e"));
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final AgentEvent.Durable NAMED = new AgentEvent.AgentNamed(new AgentId("m-S1"));

  @TempDir Path work;

  @Test
  void aNewWorkDirectoryHasNoFacts() throws IOException {
    assertThat(reopen()).isEmpty();
  }

  @Test
  void everyKindOfFactComesBackAsItWas() throws IOException {
    List<AgentEvent.Durable> facts = everyKind();

    write(facts);

    assertThat(reopen()).isEqualTo(facts);
  }

  @Test
  void batchesComeBackInOrder() throws IOException {
    write(List.of(NAMED));
    write(List.of(new AgentEvent.ContainerEnded(TASK)));

    assertThat(reopen()).containsExactly(NAMED, new AgentEvent.ContainerEnded(TASK));
  }

  @Test
  void aBatchThatWasCutShortIsGoneWhollyAndTheRestIsKept() throws IOException {
    write(List.of(NAMED));
    long whole = Files.size(file());
    write(everyKind());
    for (long size = whole; size < Files.size(file()); size += 7) {
      byte[] before = Files.readAllBytes(file());
      Files.write(file(), java.util.Arrays.copyOf(before, (int) size));

      assertThat(reopen()).containsExactly(NAMED);

      assertThat(Files.size(file())).isEqualTo(whole);
      Files.write(file(), before);
    }
  }

  @Test
  void afterATornTailWritingGoesOn() throws IOException {
    write(List.of(NAMED));
    Files.write(file(), new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);

    write(List.of(new AgentEvent.ContainerEnded(TASK)));

    assertThat(reopen()).containsExactly(NAMED, new AgentEvent.ContainerEnded(TASK));
    assertThat(file().resolveSibling("agent.journal.damaged")).exists();
  }

  @Test
  void aFlippedBitIsNotTakenForAFact() throws IOException {
    write(List.of(NAMED));
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 1;
    Files.write(file(), bytes);

    assertThat(reopen()).isEmpty();
  }

  @Test
  void aFileThatIsSomethingElseIsRefused() throws IOException {
    Files.createDirectories(work.resolve("meta"));
    Files.writeString(file(), "this is not a journal at all");

    assertThatThrownBy(this::reopen)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no checkpoint of this version");
  }

  @Test
  void twoAgentsCannotUseOneWorkDirectory() throws IOException {
    Journal first = Journal.open(work).journal();
    try {
      assertThatThrownBy(() -> Journal.open(work))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another agent uses the work directory")
          .hasMessageContaining("--work-dir");
    } finally {
      first.close();
    }
    assertThat(reopen()).isEmpty();
  }

  @Test
  void aLargeJournalIsReplacedByTheFewestFactsThatSayTheSame() throws IOException {
    Journal journal = Journal.open(work).journal();
    List<AgentEvent.Durable> bulky =
        List.of(
            new AgentEvent.StatusRecorded(
                TASK,
                TaskStatus.newBuilder()
                    .setTaskId(TASK.task().toProto())
                    .setState(TaskState.TASK_RUNNING)
                    .setMessage("x".repeat(1 << 20))
                    .build()));
    for (int i = 0; i < 10; i++) {
      journal.append(bulky);
      journal.compactIfLarge(() -> List.of(NAMED));
    }
    journal.append(List.of(new AgentEvent.ContainerEnded(TASK)));
    journal.close();

    assertThat(Files.size(file())).isLessThan(4 << 20);
    assertThat(reopen()).startsWith(NAMED).endsWith(new AgentEvent.ContainerEnded(TASK));
  }

  private Path file() {
    return work.resolve("meta").resolve("agent.journal");
  }

  private void write(List<AgentEvent.Durable> facts) throws IOException {
    Journal journal = Journal.open(work).journal();
    journal.append(facts);
    journal.close();
  }

  private List<AgentEvent.Durable> reopen() throws IOException {
    Journal.Opened opened = Journal.open(work);
    opened.journal().close();
    return opened.facts();
  }

  private static List<AgentEvent.Durable> everyKind() {
    return List.of(
        NAMED,
        new AgentEvent.FrameworkKnown(
            FrameworkInfo.newBuilder()
                .setUser("u")
                .setName("n")
                .setId(FRAMEWORK.toProto())
                .build()),
        new AgentEvent.GroupAccepted(
            EXECUTOR,
            ExecutorInfo.newBuilder().setExecutorId(EXECUTOR.executor().toProto()).build(),
            new ContainerId("p"),
            "role",
            AT),
        new AgentEvent.TaskAccepted(
            TASK,
            TaskInfo.newBuilder()
                .setName("n")
                .setTaskId(TASK.task().toProto())
                .setAgentId(new AgentId("m-S1").toProto())
                .build(),
            "role",
            Optional.of(new GroupMembership(EXECUTOR, 2)),
            new ContainerId("c"),
            AT),
        new AgentEvent.ContainerRan(
            TASK,
            new RunningContainer(
                new ContainerId("c"),
                RuntimeKind.DOCKER,
                "handle",
                Optional.of(42L),
                List.of("172.17.0.2"),
                "/sandbox",
                AT)),
        new AgentEvent.KillBegun(TASK, new Kill(KillCause.GROUP, Duration.ofSeconds(3), AT)),
        new AgentEvent.StatusRecorded(
            TASK,
            TaskStatus.newBuilder()
                .setTaskId(TASK.task().toProto())
                .setState(TaskState.TASK_RUNNING)
                .build()),
        new AgentEvent.UpdateAcknowledged(TASK, ByteString.copyFromUtf8("0123456789abcdef")),
        new AgentEvent.ContainerEnded(TASK),
        new AgentEvent.TaskForgotten(TASK),
        new AgentEvent.GroupExecutorEnded(EXECUTOR),
        new AgentEvent.FrameworkForgotten(FRAMEWORK),
        new AgentEvent.AgentRetired("told to"));
  }
}
