package io.proffer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody presses Tab in a real bash. */
class LiveIdsTest {

  /** Stands for the command: says what it was asked, and names two things. */
  private static final String FAKE =
      "proffer() { echo \"asked $*\" >&2; printf 'report\\nrestore\\n'; }";

  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void aCompletionScript() throws Exception {
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("completion", "bash")).isEqualTo(ExitCode.DONE);
    script = Files.writeString(directory.resolve("completion"), terminal.out());
  }

  /** What is offered for the last word, after what was asked for it. */
  private String tab(String... words) throws Exception {
    return tabWhere(FAKE, words);
  }

  private String tabWhere(String fake, String... words) throws Exception {
    String line = "'" + String.join("' '", words) + "'";
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                ". %s; compopt() { :; }; %s; COMP_WORDS=(%s); COMP_CWORD=%d; _proffer_live 2>&1; echo \"${COMPREPLY[*]}\""
                    .formatted(
                        script,
                        fake.replace(">&2", "> " + directory.resolve("asked")),
                        line,
                        words.length - 1))
            .redirectErrorStream(true)
            .start();
    String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    return offered.strip();
  }

  private List<String> asked() throws Exception {
    return Files.readAllLines(directory.resolve("asked"));
  }

  @Test
  void theNamesOfThingsAreAskedFor() throws Exception {
    assertThat(tab("proffer", "job", "show", "rep")).isEqualTo("report");
    assertThat(asked()).containsExactly("asked ids job rep");
  }

  @Test
  void whoIsAskedForRunsIsToldOfWhichJobAndWhere() throws Exception {
    assertThat(tab("proffer", "job", "why", "-b", "b:1", "report", "")).isEqualTo("report restore");
    assertThat(asked()).containsExactly("asked ids -b b:1 run  report");
  }

  @Test
  void whateverSomebodyIsCalledIsNotRun() throws Exception {
    Path trap = directory.resolve("trap");
    String fake = "proffer() { printf '%s\\n' 'x$(touch " + trap + ")' '*'; }";

    assertThat(tabWhere(fake, "proffer", "framework", "show", ""))
        .isEqualTo("x\\$\\(touch\\ " + trap + "\\) \\*");
    assertThat(trap).doesNotExist();
  }

  @Test
  void theValueOfAFlagIsNoName() throws Exception {
    assertThat(tab("proffer", "job", "show", "-o", "")).contains("jsonl").doesNotContain("restore");
    assertThat(tab("proffer", "job", "show", "-o", "json", "rep")).isEqualTo("report");
    assertThat(tab("proffer", "quota", "set", "--limit", "cpus:1", "rep")).isEqualTo("report");
    assertThat(asked()).containsExactly("asked ids role rep");
  }

  @Test
  void flagsAndCommandsAreKnownWithoutAsking() throws Exception {
    assertThat(tab("proffer", "job", "sh")).contains("show");
    assertThat(tab("proffer", "job", "show", "--ou")).contains("--output");
    assertThat(directory.resolve("asked")).doesNotExist();
  }
}
