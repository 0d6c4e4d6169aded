package io.proffer.sdk.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was committed is there, whatever has happened to the process and its last write. */
class StateJournalTest {

  private static final int SEGMENT = 300;
  private static final int STEP = 60;

  @TempDir private Path root;
  private int copies;

  private static SequencedMap<String, Optional<byte[]>> change(Random random) {
    SequencedMap<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      byte[] value = new byte[random.nextInt(25)];
      random.nextBytes(value);
      boolean removed = random.nextInt(4) == 0;
      changes.put("value-" + random.nextInt(8), removed ? Optional.empty() : Optional.of(value));
    }
    return changes;
  }

  private static Map<String, String> with(
      Map<String, String> before, SequencedMap<String, Optional<byte[]>> changes) {
    Map<String, String> after = new TreeMap<>(before);
    changes.forEach(
        (name, value) ->
            value.ifPresentOrElse(v -> after.put(name, text(v)), () -> after.remove(name)));
    return after;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static SequencedMap<String, Optional<byte[]>> one(String name, String value) {
    SequencedMap<String, Optional<byte[]>> change = new LinkedHashMap<>();
    change.put(name, Optional.of(bytes(value)));
    return change;
  }

  private static Map<String, String> content(StateJournal journal) throws IOException {
    Map<String, String> content = new TreeMap<>();
    journal.entries().forEach((name, value) -> content.put(name, text(value)));
    assertThat(journal.names()).isEqualTo(content.keySet());
    for (String name : content.keySet()) {
      assertThat(journal.get(name).map(StateJournalTest::text)).contains(content.get(name));
    }
    return content;
  }

  private static StateJournal open(Path directory, CrowdedDisk disk) throws IOException {
    return StateJournal.open(directory, disk, SEGMENT, STEP);
  }

  private static StateJournal open(Path directory) throws IOException {
    return open(directory, new CrowdedDisk());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private Path fresh() {
    return root.resolve("d" + copies++);
  }

  private Path copy(Path directory) throws IOException {
    Path copy = Files.createDirectories(fresh());
    for (Path file : files(directory)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  @Test
  void aJournalCutAtAnyByteHasTheCommitsBeforeTheCutAndGoesOn() throws IOException {
    Path directory = fresh();
    StateJournal journal = StateJournal.open(directory, new CrowdedDisk(), 1 << 20, STEP);
    List<Map<String, String>> states = new ArrayList<>(List.of(Map.of()));
    List<Long> ends = new ArrayList<>(List.of(0L));
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      var changes = change(random);
      journal.commit(changes);
      states.add(with(states.getLast(), changes));
      ends.add(Files.size(files(directory).getFirst()));
    }
    byte[] whole = Files.readAllBytes(files(directory).getFirst());

    for (int cut = 0; cut <= whole.length; cut++) {
      Path copy = copy(directory);
      Files.write(
          copy.resolve(files(directory).getFirst().getFileName()), Arrays.copyOf(whole, cut));
      int committed = 0;
      while (committed + 1 < ends.size() && ends.get(committed + 1) <= cut) {
        committed++;
      }
      StateJournal cutOff = open(copy);
      assertThat(content(cutOff)).as("cut at %d", cut).isEqualTo(states.get(committed));
      cutOff.commit(one("next", "x"));
      assertThat(content(open(copy)))
          .as("cut at %d, and gone on", cut)
          .isEqualTo(with(states.get(committed), one("next", "x")));
    }
  }

  @Test
  void aProcessThatDiesAtAnyByteItWritesLosesNothingThatWasCommitted() throws IOException {
    long all = script(fresh(), Long.MAX_VALUE);
    assertThat(all).as("with several files, and what cleaning writes").isGreaterThan(5 * SEGMENT);
    for (long dies = 0; dies < all; dies += 3) {
      var unused = script(fresh(), dies);
    }
  }

  /** Commits until it dies, and finds the same again; how much was written. */
  private static long script(Path directory, long dies) throws IOException {
    CrowdedDisk disk = new CrowdedDisk();
    disk.hasRoomFor(dies);
    Random random = new Random(2);
    Map<String, String> committed = Map.of();
    Map<String, String> perhaps = Map.of();
    try {
      StateJournal journal = open(directory, disk);
      for (int i = 0; i < 60 && (dies == Long.MAX_VALUE || disk.written() < dies); i++) {
        var changes = change(random);
        perhaps = with(committed, changes);
        journal.commit(changes);
        committed = perhaps;
      }
    } catch (IOException death) {
      assertThat(death).hasMessageContaining("No space left");
    }
    assertThat(content(open(directory))).as("dead at byte %d", dies).isEqualTo(committed);
    return disk.written();
  }

  @Test
  void aCommitThatFailsIsNotMadeAndTheNextOneIs() throws IOException {
    Path directory = fresh();
    CrowdedDisk disk = new CrowdedDisk();
    StateJournal journal = open(directory, disk);
    journal.commit(one("a", "1"));
    for (int room = 0; room < 30; room++) {
      disk.hasRoomFor(room);
      assertThatThrownBy(() -> journal.commit(one("a", "never there")))
          .hasMessage("No space left on device");
      assertThat(content(journal)).as("room for %d bytes", room).isEqualTo(Map.of("a", "1"));
      assertThat(content(open(directory))).isEqualTo(Map.of("a", "1"));
    }

    disk.hasRoomFor(1_000);
    journal.commit(one("b", "2"));

    assertThat(content(journal)).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(content(open(directory))).isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void filesStayWithinTwiceWhatTheValuesTakeAndNoCommitWritesMuchMoreThanItself()
      throws IOException {
    Path directory = fresh();
    CrowdedDisk disk = new CrowdedDisk();
    StateJournal journal = open(directory, disk);
    Random random = new Random(3);
    Map<String, String> expected = Map.of();
    for (int i = 0; i < 2_000; i++) {
      var changes = change(random);
      long before = disk.written();
      journal.commit(changes);
      assertThat(disk.written() - before).isLessThan(2 * (STEP + 200));
      expected = with(expected, changes);
      if (i % 100 == 0) {
        assertThat(content(open(directory))).isEqualTo(expected);
      }
      long size = 0;
      for (Path file : files(directory)) {
        size += Files.size(file);
      }
      assertThat(size).isLessThan(2 * (8 * 40 + SEGMENT) + 2 * SEGMENT);
    }
    assertThat(content(journal)).isEqualTo(expected);
  }

  @Test
  void damageBeforeGoodRecordsIsNotTakenForAnEnd() throws IOException {
    Path directory = fresh();
    StateJournal journal = open(directory);
    journal.commit(one("a", "first"));
    journal.commit(one("b", "second"));
    Path file = files(directory).getFirst();
    byte[] whole = Files.readAllBytes(file);

    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      if (at < whole.length - 12 - 8 - 1 - 1 - 4 - 6) {
        assertThatThrownBy(() -> open(directory))
            .as("byte %d", at)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(file.toString());
      } else {
        assertThat(content(open(directory))).as("byte %d", at).isEqualTo(Map.of("a", "first"));
      }
    }
  }

  @Test
  void aFileThatIsMissingBetweenOthersIsFoundOut() throws IOException {
    Path directory = fresh();
    StateJournal journal = StateJournal.open(directory, new CrowdedDisk(), 50, STEP);
    journal.commit(one("a", "x".repeat(60)));
    journal.commit(one("b", "x".repeat(60)));
    journal.commit(one("c", "x".repeat(60)));
    Files.delete(files(directory).get(1));

    assertThatThrownBy(() -> open(directory))
        .hasMessageContaining("record 2 follows on record 0")
        .hasMessageContaining("from a backup");
  }

  @Test
  void anEndOfZerosIsDropped() throws IOException {
    Path directory = fresh();
    open(directory).commit(one("a", "1"));
    Path file = files(directory).getFirst();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 4_096));

    assertThat(content(open(directory))).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void aSecondProcessIsToldApart() throws IOException {
    Path directory = fresh();
    StateJournal first = open(directory);
    first.commit(one("a", "1"));
    StateJournal second = open(directory);
    second.commit(one("a", "2"));

    assertThatThrownBy(() -> first.commit(one("a", "3")))
        .hasMessageContaining("another process has written");
    assertThat(content(open(directory))).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void aNewerFormIsNotTouched() throws IOException {
    Path directory = Files.createDirectories(fresh());
    Files.write(directory.resolve("JOURNAL.0000000001"), bytes("PROFFER-STATE-2\nand more"));

    assertThatThrownBy(() -> open(directory)).hasMessageContaining("use a newer version");
  }

  @Test
  void valuesThatHadAFileEachAreTakenUp() throws IOException {
    Path directory = Files.createDirectories(fresh());
    Files.write(directory.resolve("driver.framework-id"), bytes("f-1"));
    Files.write(directory.resolve("run.1"), bytes("x".repeat(2 << 20)));
    Files.write(directory.resolve("run.2"), new byte[0]);
    Files.write(directory.resolve(".run.3.next"), bytes("half"));
    Files.write(directory.resolve("JOURNAL.0000000001.next"), bytes("of one that died"));
    Files.createDirectories(directory.resolve("keys"));
    Map<String, String> values =
        Map.of("driver.framework-id", "f-1", "run.1", "x".repeat(2 << 20), "run.2", "");

    assertThat(content(open(directory))).isEqualTo(values);

    assertThat(files(directory))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("JOURNAL.0000000001", "keys");
    StateJournal journal = open(directory);
    assertThat(content(journal)).isEqualTo(values);
    journal.commit(one("run.1", "y"));
    assertThat(journal.get("run.1").map(StateJournalTest::text)).contains("y");
  }

  @Test
  void ofAFormerWayOfKeepingValuesOnlyWhatIsTheSameIsRemoved() throws IOException {
    Path directory = Files.createDirectories(fresh());
    Files.write(directory.resolve("a"), bytes("1"));
    var unused = open(directory);
    Files.write(directory.resolve("a"), bytes("1"));
    Files.write(directory.resolve("notes.txt"), bytes("somebody's"));

    assertThat(content(open(directory))).isEqualTo(Map.of("a", "1"));
    assertThat(directory.resolve("a")).doesNotExist();
    assertThat(directory.resolve("notes.txt")).exists();
  }
}
