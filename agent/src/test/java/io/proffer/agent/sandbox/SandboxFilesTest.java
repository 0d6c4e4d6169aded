package io.proffer.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.proffer.agent.sandbox.FileAccess.Subject;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxFilesTest {

  private static final Optional<String> NOBODY = Optional.empty();
  private static final Optional<String> ANN = Optional.of("ann");
  private static final String MINE = "/frameworks/f/executors/mine/runs/latest";

  @TempDir Path work;

  private Path sandbox = Path.of("");
  private SandboxFiles files =
      new SandboxFiles(Path.of("/"), Optional.empty(), FileAccess.everybody());

  private SandboxFiles files(FileAccess access) {
    return new SandboxFiles(work, Optional.of(work.resolve("agent.log")), access);
  }

  @BeforeEach
  void twoSandboxes() throws IOException {
    work = work.toRealPath();
    sandbox = run("mine");
    Files.writeString(sandbox.resolve("stdout"), "0123456789");
    Files.writeString(run("other").resolve("secret"), "theirs");
    Files.writeString(work.resolve("agent.log"), "it started\n");
    files = files(FileAccess.everybody());
  }

  private Path run(String executor) throws IOException {
    Path runs = work.resolve("slaves/m-S0/frameworks/f/executors/" + executor + "/runs");
    Path run = Files.createDirectories(runs.resolve("c-" + executor));
    Files.createSymbolicLink(runs.resolve("latest"), Path.of("c-" + executor));
    return run;
  }

  private String read(String path) throws Exception {
    return files.read(NOBODY, path, 0, Optional.empty()).data().toStringUtf8();
  }

  private List<String> list(String path) throws Exception {
    return files.list(NOBODY, path).stream().map(SandboxFiles.Entry::path).toList();
  }

  @Test
  void aFileHasTheNameOfTheMachineAndOneWithoutTheAgent() throws Exception {
    assertThat(read(sandbox + "/stdout")).isEqualTo("0123456789");
    assertThat(read(MINE + "/stdout")).isEqualTo("0123456789");
    assertThat(list(MINE)).containsExactly(MINE + "/stdout");
    assertThat(list(MINE + "/stdout")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, 0123",
    "8, 4, 89",
    "10, 4, ''",
    "11, 4, ''",
    "9223372036854775807, 4, ''",
    "-1, 4, ''", // 2^64 - 1 in an unsigned field
    "4, 0, ''",
    "4, -1, ''",
    "4, 9223372036854775807, 456789"
  })
  void whatIsReadIsWithinTheFile(long offset, long length, String found) throws Exception {
    SandboxFiles.Part part = files.read(NOBODY, MINE + "/stdout", offset, Optional.of(length));

    assertThat(part.data().toStringUtf8()).isEqualTo(found);
    assertThat(part.size()).isEqualTo(10);
  }

  @Test
  void aReadIsBounded() throws Exception {
    Files.write(sandbox.resolve("large"), new byte[SandboxFiles.MAX_READ_BYTES + 1]);

    SandboxFiles.Part part =
        files.read(NOBODY, MINE + "/large", 0, Optional.of(SandboxFiles.MAX_READ_BYTES + 1L));

    assertThat(part.data().size()).isEqualTo(SandboxFiles.MAX_READ_BYTES);
    assertThat(part.size()).isEqualTo(SandboxFiles.MAX_READ_BYTES + 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "download"})
  void directoriesAreNotFiles(String what) {
    assertThatThrownBy(() -> files.open(NOBODY, MINE, what))
        .isInstanceOf(SandboxFiles.InaccessibleException.class)
        .hasMessage("Cannot " + what + " a directory");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsNotWaitedFor() throws Exception {
    Process made =
        new ProcessBuilder("mkfifo", sandbox.resolve("pipe").toString()).inheritIO().start();
    assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> read(MINE + "/pipe"))
        .isInstanceOf(SandboxFiles.InaccessibleException.class)
        .hasMessage("Cannot read what is no regular file");
  }

  @Test
  void linksLeadAnywhereInTheSandboxAndNowhereElse() throws Exception {
    Files.createSymbolicLink(sandbox.resolve("in"), Path.of("stdout"));
    Files.createSymbolicLink(sandbox.resolve("out"), work.resolve("agent.log"));
    Files.createSymbolicLink(sandbox.resolve("across"), Path.of("../../../other/runs/c-other"));

    assertThat(read(MINE + "/in")).isEqualTo("0123456789");
    for (String out : List.of("/out", "/across", "/across/secret")) {
      assertThatThrownBy(() -> read(MINE + out))
          .isInstanceOf(SandboxFiles.InaccessibleException.class)
          .hasMessage("'" + MINE + out + "' is inaccessible");
    }
  }

  @Test
  void aListingTellsNothingOfWhatIsElsewhere() throws Exception {
    Files.createSymbolicLink(sandbox.resolve("in"), Path.of("stdout"));
    Files.createSymbolicLink(sandbox.resolve("out"), work.resolve("agent.log"));

    assertThat(files.list(NOBODY, MINE))
        .extracting(SandboxFiles.Entry::path, e -> e.permissions().charAt(0))
        .containsExactly(
            tuple(MINE + "/in", '-'), tuple(MINE + "/out", 'l'), tuple(MINE + "/stdout", '-'));
  }

  @Test
  void whatBecomesALinkAfterItWasLookedAtIsNotFollowed() throws Exception {
    Path directory = Files.createDirectory(sandbox.resolve("d"));
    Path found = Files.writeString(directory.resolve("secret"), "mine").toRealPath();
    ConfinedTree tree = new ConfinedTree(sandbox);
    try (var channel = tree.open(found)) {
      assertThat(channel.size()).isEqualTo(4);
    }

    Files.delete(found);
    Files.delete(directory);
    Files.createSymbolicLink(directory, Path.of("../../../other/runs/c-other"));

    assertThat(found).hasContent("theirs");
    assertThatThrownBy(() -> tree.open(found)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> tree.names(directory, 1)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "relative",
        "/frameworks",
        "/frameworks/f/executors/mine/runs",
        "/frameworks/f/executors/mine/runs/c-mine/nothing",
        "/frameworks/../../../etc/passwd",
        "/slave",
        "/slave/log/more",
        "nul\0character"
      })
  void thereIsNothingElse(String path) {
    assertThatThrownBy(() -> read(path)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theAgentsLogHasANameOfItsOwn() throws Exception {
    assertThat(read(SandboxFiles.LOG)).isEqualTo("it started\n");
    assertThat(list(SandboxFiles.LOG)).isEmpty();

    files = new SandboxFiles(work, Optional.empty(), FileAccess.everybody());
    assertThatThrownBy(() -> read(SandboxFiles.LOG)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whoMayReadIsAskedWithWhatThePathMeans() throws Exception {
    List<Subject> asked = new ArrayList<>();
    files =
        files(
            (principal, subject) -> {
              assertThat(principal).isEqualTo(ANN);
              return asked.add(subject);
            });

    files.list(ANN, MINE + "/../../../other/runs/latest");
    files.list(ANN, sandbox.toString());
    files.read(ANN, SandboxFiles.LOG, 0, Optional.empty());

    assertThat(asked)
        .containsExactly(
            new Subject.Sandbox(new FrameworkId("f"), new ExecutorId("other")),
            new Subject.Sandbox(new FrameworkId("f"), new ExecutorId("mine")),
            new Subject.AgentLog());
  }

  @ParameterizedTest
  @ValueSource(strings = {MINE + "/stdout", MINE + "/nothing", SandboxFiles.LOG})
  void whoMayNotReadDoesNotLearnWhatThereIs(String path) {
    files = files((principal, subject) -> false);

    assertThatThrownBy(() -> files.list(ANN, path))
        .isInstanceOf(SandboxFiles.DeniedException.class)
        .hasMessage("'ann' is not authorized to read '" + path + "'");
    assertThatThrownBy(() -> files.read(NOBODY, path, 0, Optional.empty()))
        .isInstanceOf(SandboxFiles.DeniedException.class)
        .hasMessage("You are not authorized to read '" + path + "'");
    assertThatThrownBy(() -> files.open(NOBODY, path, "download"))
        .isInstanceOf(SandboxFiles.DeniedException.class);
  }
}
