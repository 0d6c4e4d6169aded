package io.proffer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody presses Tab in a real fish. */
class FishCompletionTest {

  @TempDir private Path directory;
  private Path script;

  @BeforeAll
  static void thereIsAFish() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "there is no fish in /usr/bin");
  }

  @BeforeEach
  void aCompletionScript() throws Exception {
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("completion", "fish")).isEqualTo(ExitCode.DONE);
    script = Files.writeString(directory.resolve("completion"), terminal.out());
  }

  /** What is offered at the end of a line, each with what fish says of it. */
  private List<String> tab(String line) throws Exception {
    Process fish =
        new ProcessBuilder(
                "fish",
                "--no-config",
                "-c",
                // The command is one that says what it was asked, and names two things.
                "function proffer; echo asked $argv > %s; printf 'report\\nrestore\\n'; end; source %s; complete -C '%s'"
                    .formatted(asked(), script, line))
            .redirectErrorStream(true)
            .start();
    String offered = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fish.waitFor()).as(offered).isZero();
    return offered.lines().map(one -> one.replaceFirst("\t.*", "")).toList();
  }

  private Path asked() {
    return directory.resolve("asked");
  }

  @Test
  void commandsAndFlagsAreKnownWithoutAsking() throws Exception {
    assertThat(tab("proffer ")).contains("job", "agent", "status").doesNotContain("submit");
    assertThat(tab("proffer job ")).contains("submit", "why").doesNotContain("drain", "status");
    assertThat(asked()).doesNotExist();
    assertThat(tab("proffer job show --ou")).containsExactly("--output");
  }

  @Test
  void theNamesOfThingsAreAskedFor() throws Exception {
    assertThat(tab("proffer job show re")).containsExactly("report", "restore");
    assertThat(asked()).hasContent("asked ids job re");
    assertThat(tab("proffer job why report ")).contains("report", "restore");
    assertThat(asked()).hasContent("asked ids run  report");
    assertThat(tab("proffer job show -b b:1 -o json re")).containsExactly("report", "restore");
    assertThat(asked()).hasContent("asked ids -b b:1 job re");
  }

  @Test
  void flagsAreThoseOfTheCommandAndNoOther() throws Exception {
    assertThat(tab("proffer job run report --")).contains("--follow").doesNotContain("--cpus");
    assertThat(tab("proffer run --")).contains("--cpus").doesNotContain("--follow");
    assertThat(tab("proffer agent list --")).contains("--output").doesNotContain("--ip");
    assertThat(tab("proffer agent --")).contains("--ip").doesNotContain("--output");
  }

  @Test
  void theValuesOfFlagsAreKnownAndFilesAreOfferedWhereTheyAreMeant() throws Exception {
    assertThat(tab("proffer task list -o "))
        .containsExactlyInAnyOrder("table", "wide", "json", "jsonl", "yaml", "name");
    assertThat(tab("proffer completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
    assertThat(tab("proffer app deploy " + directory + "/comp")).containsExactly(script.toString());
    assertThat(tab("proffer run --cpus ")).isEmpty();
  }
}
