package io.proffer.agent.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.proffer.agent.checkpoint.wire.Batch;
import io.proffer.agent.checkpoint.wire.Fact;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Drain;
import io.proffer.agent.state.ExecutorEnding;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.agent.state.Findings;
import io.proffer.agent.state.GroupMembership;
import io.proffer.agent.state.Kill;
import io.proffer.agent.state.KillCause;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final FrameworkId FRAMEWORK = new FrameworkId("f");
  private static final TaskKey TASK = new TaskKey(FRAMEWORK, new TaskId("t"));
  private static final ExecutorKey EXECUTOR = new ExecutorKey(FRAMEWORK, new ExecutorId("e"));
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final AgentEvent.Durable NAMED = new AgentEvent.AgentNamed(new AgentId("m-S1"));

  private static final AgentEvent.Durable BOOTED = new AgentEvent.MachineBooted("boot-1");
  private static final Path META = Path.of("/agent/meta");
  private static final String FILE = "agent.journal";

  private final MemoryDisk disk = new MemoryDisk();

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
  void everyKindOfFactIsTried() {
    assertThat(everyKind())
        .extracting(AgentEvent.Durable::getClass)
        .hasSameElementsAs(
            Stream.of(AgentEvent.Durable.class.getPermittedSubclasses())
                .<Class<? extends AgentEvent.Durable>>map(
                    c -> c.asSubclass(AgentEvent.Durable.class))
                .toList());
  }

  @Test
  void batchesComeBackInOrder() throws IOException {
    write(List.of(NAMED));
    write(List.of(BOOTED));

    assertThat(reopen()).containsExactly(NAMED, BOOTED);
  }

  @Test
  void aBatchThatWasCutShortAnywhereIsGoneWhollyAndTheRestIsKept() throws IOException {
    write(List.of(NAMED));
    int whole = disk.bytes(FILE).length;
    write(everyKind());
    byte[] both = disk.bytes(FILE);
    for (int size = whole + 1; size < both.length; size++) {
      disk.put(FILE, Arrays.copyOf(both, size));

      Journal.Opened opened = open();

      assertThat(opened.facts()).as("cut off at byte %d", size).containsExactly(NAMED);
      assertThat(opened.damage()).hasValueSatisfying(d -> assertThat(d).contains("cut off"));
      opened.journal().append(List.of(BOOTED));
      assertThat(reopen()).as("writing goes on").containsExactly(NAMED, BOOTED);
    }
    assertThat(disk.files())
        .as("the newest few of the damaged files are kept")
        .filteredOn(f -> f.startsWith(FILE + ".damaged-"))
        .hasSizeBetween(2, 8);
  }

  @Test
  void damageAnywhereCostsOnlyTheBatchItIsIn() throws IOException {
    List<AgentEvent.Durable> named = List.of(NAMED, new AgentEvent.FrameworkKnown(framework("f")));
    AgentEvent.Durable accepted = accepted(TASK, Optional.empty());
    write(named);
    int before = disk.bytes(FILE).length;
    write(List.of(BOOTED));
    int after = disk.bytes(FILE).length;
    write(List.of(accepted));
    byte[] good = disk.bytes(FILE);
    for (int at = before; at < after; at++) {
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) 0x55;
      disk.put(FILE, bytes);

      assertThat(reopen())
          .as("byte %d is damaged", at)
          .containsExactly(named.get(0), named.get(1), accepted);
    }
  }

  @Test
  void aDamagedHeaderCostsNothingElse() throws IOException {
    write(List.of(NAMED));
    byte[] bytes = disk.bytes(FILE);
    bytes[3] ^= 1;
    disk.put(FILE, bytes);

    Journal.Opened opened = open();

    assertThat(opened.facts()).containsExactly(NAMED);
    assertThat(opened.damage()).hasValue("its header cannot be read; bytes 0 to 15 are damaged");
    assertThat(disk.bytes(FILE + ".damaged-1")).isEqualTo(bytes);
    assertThat(open().damage()).as("it was written anew").isEmpty();
  }

  @Test
  void aFileThatIsSomethingElseIsSetAside() throws IOException {
    byte[] text = "this is not a journal at all".getBytes(StandardCharsets.UTF_8);
    disk.put(FILE, text);

    assertThat(reopen()).isEmpty();
    assertThat(disk.bytes(FILE + ".damaged-1")).isEqualTo(text);
  }

  @Test
  void aJournalOfTheFirstVersionIsReadAndWrittenAnew() throws IOException {
    byte[] first = resource("journal-1");
    disk.put(FILE, first);

    assertThat(reopen()).isEqualTo(JournalFixture.facts());

    assertThat(new String(disk.bytes(FILE), 0, 16, StandardCharsets.US_ASCII))
        .isEqualTo("PROFFER-AGENT-2\n");
    assertThat(reopen()).isEqualTo(JournalFixture.facts());
    assertThat(disk.files()).containsExactly(FILE);
  }

  @Test
  void aFirstVersionThatIsCutOffGivesAllThatIsBeforeThat() throws IOException {
    byte[] first = resource("journal-1");
    disk.put(FILE, Arrays.copyOf(first, first.length - 3));

    List<AgentEvent.Durable> facts = reopen();

    assertThat(AgentState.of(facts).id()).contains(JournalFixture.AGENT);
    assertThat(AgentState.of(facts).liveTasks()).hasSize(5);
  }

  @Test
  void aNewerFormIsRefusedAndLeftAlone() {
    byte[] newer = "PROFFER-AGENT-3\nwho knows".getBytes(StandardCharsets.US_ASCII);
    disk.put(FILE, newer);

    assertThatThrownBy(this::open)
        .isInstanceOf(NewerCheckpointException.class)
        .hasMessageContaining("newer version of the agent (its form is of version 3)");
    assertThat(disk.bytes(FILE)).isEqualTo(newer);
    assertThat(disk.files()).containsExactly(FILE);
  }

  @Test
  void aFactOfANewerVersionIsRefusedAndNotTakenForDamage() throws IOException {
    write(List.of(NAMED));
    byte[] before = disk.bytes(FILE);
    // Field 999 of a fact, which no version has yet.
    byte[] fact =
        UnknownFieldSet.newBuilder()
            .addField(
                999,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build())
            .build()
            .toByteArray();
    byte[] record =
        JournalFormat.record(
                Batch.newBuilder().addFacts(Fact.parseFrom(fact)).build().toByteArray())
            .array();
    byte[] both = Arrays.copyOf(before, before.length + record.length);
    System.arraycopy(record, 0, both, before.length, record.length);
    disk.put(FILE, both);

    assertThatThrownBy(this::open)
        .isInstanceOf(NewerCheckpointException.class)
        .hasMessageContaining("a fact that this version does not know");
    assertThat(disk.bytes(FILE)).isEqualTo(both);
  }

  @Test
  void whatWasForcedSurvivesALossOfPower() throws IOException {
    Journal journal = open().journal();
    journal.append(List.of(NAMED));
    journal.force();
    journal.append(List.of(BOOTED));
    assertThat(journal.forced()).isFalse();

    disk.losesPower();

    assertThat(reopen()).containsExactly(NAMED);
  }

  @Test
  void aCompactedJournalSurvivesALossOfPowerAtOnce() throws IOException {
    Journal journal = open().journal();
    journal.append(List.of(NAMED, BOOTED));

    journal.compact(List.of(NAMED));
    disk.losesPower();

    assertThat(reopen()).containsExactly(NAMED);
  }

  @Test
  void aFullDiskIsSaidAndWhatIsToldMeanwhileIsWrittenWhenThereIsRoom() throws IOException {
    Journal journal = open().journal();
    journal.append(List.of(NAMED));
    disk.roomFor(5);

    journal.append(List.of(BOOTED));

    assertThat(journal.healthy()).isFalse();
    assertThat(journal.trouble()).hasValue("No space left on device");
    assertThat(reopen()).as("no part of it is left").containsExactly(NAMED);
    journal.rewrite(() -> List.of(NAMED, BOOTED));
    assertThat(journal.healthy()).as("there still is no room").isFalse();

    disk.isRepaired();
    journal.rewrite(() -> List.of(NAMED, BOOTED));
    journal.append(List.of(new AgentEvent.FrameworkForgotten(FRAMEWORK)));

    assertThat(journal.healthy()).isTrue();
    assertThat(reopen())
        .containsExactly(NAMED, BOOTED, new AgentEvent.FrameworkForgotten(FRAMEWORK));
    assertThat(disk.files()).as("nothing half-written lies about").containsExactly(FILE);
  }

  @Test
  void aDiskThatBreaksIsSaid() throws IOException {
    for (String message : List.of("Input/output error", "Read-only file system")) {
      Journal journal = open().journal();
      disk.breaks(message);

      journal.append(List.of(BOOTED));

      assertThat(journal.trouble()).hasValue(message);
      disk.isRepaired();
    }
  }

  @Test
  void aFileThatCouldNotBeForcedIsNotTrustedAgain() throws IOException {
    Journal journal = open().journal();
    journal.append(List.of(NAMED));
    disk.forcingFails();

    journal.force();

    assertThat(journal.trouble()).hasValue("Input/output error");
    assertThat(journal.forced()).isFalse();
    disk.isRepaired();
    journal.rewrite(() -> List.of(NAMED, BOOTED));
    disk.losesPower();
    assertThat(reopen()).as("all is in a new file").containsExactly(NAMED, BOOTED);
  }

  @Test
  void aJournalStaysWithinAMultipleOfWhatThereIsToSay() throws IOException {
    Journal journal = open().journal();
    AgentEvent.Durable bulky =
        new AgentEvent.StatusRecorded(
            TASK,
            TaskStatus.newBuilder()
                .setTaskId(TASK.task().toProto())
                .setState(TaskState.TASK_RUNNING)
                .setMessage("x".repeat(1 << 18))
                .build());
    int largest = 0;
    for (int i = 0; i < 200; i++) {
      journal.append(List.of(bulky));
      journal.compactIfLarge(() -> List.of(NAMED));
      largest = Math.max(largest, disk.bytes(FILE).length);
    }
    journal.append(List.of(BOOTED));

    assertThat(largest).as("50 MB were written").isLessThan(9 << 20);
    assertThat(reopen()).startsWith(NAMED).endsWith(BOOTED);
  }

  private Journal.Opened open() throws IOException {
    return Journal.open(disk, META);
  }

  private void write(List<AgentEvent.Durable> facts) throws IOException {
    try (Journal journal = open().journal()) {
      journal.append(facts);
    }
  }

  private List<AgentEvent.Durable> reopen() throws IOException {
    Journal.Opened opened = open();
    opened.journal().close();
    return opened.facts();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(JournalTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static FrameworkInfo framework(String id) {
    return FrameworkInfo.newBuilder()
        .setUser("u")
        .setName("n")
        .setId(new FrameworkId(id).toProto())
        .build();
  }

  private static AgentEvent.Durable accepted(TaskKey task, Optional<GroupMembership> membership) {
    return new AgentEvent.TaskAccepted(
        task,
        TaskInfo.newBuilder()
            .setName("n")
            .setTaskId(task.task().toProto())
            .setAgentId(new AgentId("m-S1").toProto())
            .build(),
        "role",
        membership,
        new ContainerId("c"),
        AT);
  }

  private static final Resource VOLUME =
      Resource.newBuilder()
          .setName("disk")
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(64))
          .addReservations(
              Resource.ReservationInfo.newBuilder()
                  .setType(Resource.ReservationInfo.Type.STATIC)
                  .setRole("r1"))
          .setDisk(
              Resource.DiskInfo.newBuilder()
                  .setPersistence(Resource.DiskInfo.Persistence.newBuilder().setId("v")))
          .build();

  private static List<AgentEvent.Durable> everyKind() {
    return List.of(
        NAMED,
        BOOTED,
        new AgentEvent.FrameworkKnown(framework("f")),
        new AgentEvent.GroupAccepted(
            EXECUTOR,
            ExecutorInfo.newBuilder().setExecutorId(EXECUTOR.executor().toProto()).build(),
            new ContainerId("p"),
            "role",
            AT),
        accepted(TASK, Optional.of(new GroupMembership(EXECUTOR, 2))),
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
        new AgentEvent.ExecutorAccepted(
            EXECUTOR,
            ExecutorInfo.newBuilder().setExecutorId(EXECUTOR.executor().toProto()).build(),
            new ContainerId("x"),
            "role",
            AT),
        new AgentEvent.ExecutorRan(
            EXECUTOR,
            new RunningContainer(
                new ContainerId("x"),
                new RuntimeKind("some-other"),
                "handle",
                Optional.empty(),
                List.of(),
                "/sandbox",
                AT)),
        new AgentEvent.ExecutorUsed(EXECUTOR),
        new AgentEvent.TaskDelivered(TASK),
        new AgentEvent.UpdatesSeen(TASK, List.of(ByteString.copyFromUtf8("0123456789abcdef"))),
        new AgentEvent.ExecutorEndBegun(
            EXECUTOR, new ExecutorEnding(ExecutorEnding.Cause.UNUSED, Duration.ofSeconds(5), AT)),
        new AgentEvent.ExecutorEnded(EXECUTOR),
        new AgentEvent.ResourcesConverted(List.of(VOLUME)),
        new AgentEvent.OperationDecided(
            ByteString.copyFromUtf8("operation"),
            Optional.of(TASK.framework()),
            Operation.newBuilder()
                .setType(Operation.Type.DESTROY)
                .setDestroy(Operation.Destroy.newBuilder().addVolumes(VOLUME))
                .build(),
            OperationStatus.newBuilder().setState(OperationState.OPERATION_FINISHED).build()),
        new AgentEvent.VolumeDoomed(VOLUME),
        new AgentEvent.VolumeRemoved(VOLUME),
        new AgentEvent.OperationAcknowledged(ByteString.copyFromUtf8("operation")),
        new AgentEvent.DrainBegun(
            new Drain(
                DrainConfig.newBuilder()
                    .setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(7))
                    .setMarkGone(true)
                    .build(),
                AT)),
        new AgentEvent.DrainEnded(),
        new AgentEvent.ProviderAdmitted(new ProviderId("rp-1"), "org.example.lvm", "disks"),
        new AgentEvent.ProviderRemoved(new ProviderId("rp-1")),
        new AgentEvent.KillBegun(TASK, new Kill(KillCause.GROUP, Duration.ofSeconds(3), AT)),
        new AgentEvent.KillBegun(TASK, new Kill(KillCause.UNHEALTHY, Duration.ZERO, AT)),
        new AgentEvent.TaskChecked(TASK, new Findings(true, 2, Optional.empty())),
        new AgentEvent.TaskChecked(
            TASK,
            new Findings(
                false,
                0,
                Optional.of(
                    CheckStatusInfo.newBuilder()
                        .setType(CheckInfo.Type.TCP)
                        .setTcp(CheckStatusInfo.Tcp.newBuilder().setSucceeded(true))
                        .build()))),
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
