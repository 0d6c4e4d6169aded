package io.proffer.agent.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.core.model.AgentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  private static final Path META = Path.of("/agent/meta");
  private static final String WORK = "/agent";
  private static final String MASTER = "zk://zk1:2181/proffer";
  private static final AgentId AGENT = new AgentId("m-S1");
  private static final AgentEvent.Durable NAMED = new AgentEvent.AgentNamed(AGENT);

  @TempDir Path work;

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void anAgentThatWasNamedKeepsItsIdWhateverBecomesOfTheJournal() throws IOException {
    decide(NAMED);
    List<byte[]> damaged =
        List.of(
            new byte[] {0}, "garbage of some length".getBytes(StandardCharsets.UTF_8), new byte[0]);
    for (byte[] bytes : damaged) {
      disk.put("agent.journal", bytes);

      assertThat(AgentState.of(open().facts()).id()).as(Arrays.toString(bytes)).contains(AGENT);

      assertThat(AgentState.of(open().facts()).id()).as("and then says so").contains(AGENT);
    }
  }

  @Test
  void anIdThatWasGivenIsSafeBeforeAnythingElseHappens() throws IOException {
    decide(NAMED);

    disk.losesPower();

    assertThat(AgentState.of(open().facts()).id()).contains(AGENT);
  }

  @Test
  void aJournalOfAnEarlierVersionGetsAnIdentityBesideIt() throws IOException {
    decide(NAMED);
    byte[] journal = disk.bytes("agent.journal");
    MemoryDisk earlier = new MemoryDisk();
    earlier.put("agent.journal", journal);

    Checkpoints.open(earlier, META, WORK, MASTER).writeAhead().close();

    assertThat(earlier.files()).containsExactly("agent.identity", "agent.journal");
  }

  @Test
  void aDamagedIdentityIsSetAsideAndWrittenAnew() throws IOException {
    decide(NAMED);
    byte[] good = disk.bytes("agent.identity");
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 1;
    disk.put("agent.identity", bad);

    assertThat(AgentState.of(open().facts()).id()).contains(AGENT);

    assertThat(disk.bytes("agent.identity")).isEqualTo(good);
    assertThat(disk.bytes("agent.identity.damaged-1")).isEqualTo(bad);
  }

  @Test
  void whatStartsAfterAnAgentHasRetiredIsAnother() throws IOException {
    decide(NAMED);
    WriteAhead writeAhead = open().writeAhead();
    AgentState state = AgentState.of(List.of(NAMED));
    AgentEvent retired = new AgentEvent.AgentRetired("told to");
    state.apply(retired);
    writeAhead.write(new AgentDecision(List.of(retired), List.of()), state);

    writeAhead.flush(state);

    assertThat(disk.files()).containsExactly("agent.journal");
    assertThat(AgentState.of(open().facts()).id()).isEmpty();
  }

  @Test
  void aRetirementThatWasCutShortIsFinishedByTheNextStart() throws IOException {
    decide(NAMED);
    decide(new AgentEvent.AgentRetired("told to"));
    assertThat(disk.files()).contains("agent.identity");

    assertThat(AgentState.of(open().facts()).id()).isEmpty();

    assertThat(disk.files()).containsExactly("agent.journal");
  }

  @Test
  void aWorkDirectoryThatIsMovedUnderRunningTasksIsRefused() throws IOException {
    decide(JournalFixture.facts().toArray(AgentEvent[]::new));

    assertThatThrownBy(() -> Checkpoints.open(disk, META, "/elsewhere", MASTER))
        .isInstanceOf(WorkDirMovedException.class)
        .hasMessageContaining("the work directory /elsewhere was at /agent")
        .hasMessageContaining("back at its place");
    assertThat(open().facts()).as("back at its place").isNotEmpty();
  }

  @Test
  void aWorkDirectoryWithoutTasksMayBeMoved() throws IOException {
    decide(NAMED);

    WriteAhead.Opened moved = Checkpoints.open(disk, META, "/elsewhere", MASTER);

    assertThat(AgentState.of(moved.facts()).id()).contains(AGENT);
    assertThat(new String(disk.bytes("agent.identity"), StandardCharsets.UTF_8))
        .contains("work_dir=/elsewhere\n");
  }

  @Test
  void anAgentMayBeSentToOtherMasters() throws IOException {
    decide(NAMED);

    WriteAhead.Opened sent = Checkpoints.open(disk, META, WORK, "10.0.0.9:5050");

    assertThat(AgentState.of(sent.facts()).id()).contains(AGENT);
    assertThat(new String(disk.bytes("agent.identity"), StandardCharsets.UTF_8))
        .contains("master=10.0.0.9:5050\n");
  }

  @Test
  void twoAgentsCannotUseOneWorkDirectory() throws IOException {
    try (WriteAhead first = Checkpoints.open(work, MASTER).writeAhead()) {
      assertThat(first.healthy()).isTrue();
      assertThatThrownBy(() -> Checkpoints.open(work, MASTER))
          .isInstanceOf(WorkDirInUseException.class)
          .hasMessage(
              "another agent uses the work directory %s: give each agent its own with --work-dir",
              work);
    }
    Checkpoints.open(work, MASTER).writeAhead().close();
  }

  @Test
  void aWorkDirectoryThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.createFile(work.resolve("file"));

    assertThatThrownBy(() -> Checkpoints.open(file, MASTER))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the work directory " + file + " cannot be used: ");
  }

  @Test
  void theRealDiskKeepsWhatIsWritten() throws IOException {
    WriteAhead first = Checkpoints.open(work, MASTER).writeAhead();
    first.write(new AgentDecision(List.of(NAMED), List.of()), AgentState.of(List.of(NAMED)));
    first.close();
    Path meta = work.resolve("meta");
    Files.write(meta.resolve("agent.journal"), new byte[] {1, 2, 3});

    WriteAhead.Opened second = Checkpoints.open(work, MASTER);
    second.writeAhead().close();

    assertThat(AgentState.of(second.facts()).id()).contains(AGENT);
    assertThat(meta.resolve("agent.journal.damaged-1")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(meta.toFile().list())
        .containsExactlyInAnyOrder(
            "agent.journal", "agent.journal.damaged-1", "agent.identity", "agent.lock");
  }

  private WriteAhead.Opened open() throws IOException {
    WriteAhead.Opened opened = Checkpoints.open(disk, META, WORK, MASTER);
    opened.writeAhead().close();
    return Checkpoints.open(disk, META, WORK, MASTER);
  }

  private void decide(AgentEvent... facts) throws IOException {
    WriteAhead writeAhead = open().writeAhead();
    writeAhead.write(new AgentDecision(List.of(facts), List.of()), AgentState.of(List.of(facts)));
  }
}
