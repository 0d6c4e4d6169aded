package io.proffer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody presses Tab in a real zsh, which runs the script for bash in its own manner. */
class ZshCompletionTest {

  /** A zsh inside a zsh, which waits for what it is to show. */
  private static final String TYPIST =
      """
      zmodload zsh/zpty
      zpty z 'PS1="> " zsh -f -i'
      zpty -w z 'autoload -U compinit; compinit -u -D'
      zpty -w z 'proffer() { print -rl -- report '"'x\\$(touch '$2')'"'; }'
      zpty -w z "source $1; print -r -- REA''DY"
      zpty -r z shown '*READY*'
      zpty -w -n z "$3"$'\\t'
      zpty -r z shown "*$4*"
      zpty -d z
      """;

  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void aCompletionScript() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "there is no zsh in /usr/bin");
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("completion", "zsh")).isEqualTo(ExitCode.DONE);
    script = Files.writeString(directory.resolve("completion"), terminal.out());
  }

  @ParameterizedTest
  @CsvSource({
    "proffer sta,                      proffer status",
    "proffer job show rep,             proffer job show report",
    "proffer job show -o json rep,     proffer job show -o json report",
    "proffer job show -o jsonl -b b:1 r, proffer job show -o jsonl -b b:1 report",
    "proffer framework show x,         touch"
  })
  void itIsCompleted(String typed, String completed) throws Exception {
    Path trap = directory.resolve("trap");
    Process zsh =
        new ProcessBuilder(
                "zsh",
                "-f",
                "-c",
                TYPIST,
                "zsh",
                script.toString(),
                trap.toString(),
                typed,
                completed)
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(zsh.waitFor(30, TimeUnit.SECONDS))
          .as("zsh shows '%s' after '%s' and Tab", completed, typed)
          .isTrue();
      assertThat(new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
      assertThat(trap).as("what a name would do if it were run").doesNotExist();
    } finally {
      zsh.destroyForcibly();
    }
  }
}
