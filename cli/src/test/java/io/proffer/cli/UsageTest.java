package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {

  private final CapturedTerminal terminal = new CapturedTerminal();

  @Test
  void aMistypedCommandIsNamed() {
    assertThat(terminal.run("stauts")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("unknown command 'stauts' (did you mean 'status'?)");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void aMistypedCommandOfAGroupIsNamed() {
    assertThat(terminal.run("agent", "lsit")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("unknown command 'lsit' (did you mean 'list'?)");
  }

  @Test
  void aMistypedFlagIsNamed() {
    assertThat(terminal.run("status", "--mastr=x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("unknown option '--mastr' (did you mean '--master'?)")
        .contains("Try 'proffer status --help'.");
  }

  @Test
  void aWrongValueSaysWhatIsExpected() {
    assertThat(terminal.run("agent", "list", "-o", "xml")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("--output")
        .contains("[table, wide, json, jsonl, yaml, name]");
  }

  @Test
  void aWrongValueFromTheEnvironmentSaysWhereItComesFrom() {
    CapturedTerminal odd = new CapturedTerminal(java.util.Map.of("PROFFER_OUTPUT", "xml"));
    assertThat(odd.run("agent", "list")).isEqualTo(ExitCode.USAGE);
    assertThat(odd.err()).contains("(from PROFFER_OUTPUT)");
  }

  @Test
  void nothingAtAllIsAnsweredWithAFirstStep() {
    assertThat(terminal.run()).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("proffer demo").contains("proffer --help");
  }

  @Test
  void aGroupAloneAsksForItsCommand() {
    assertThat(terminal.run("task")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("'proffer task' needs a command");
  }

  @Test
  void helpIsData() {
    assertThat(terminal.run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("status").contains("Exit codes");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(terminal.run("version")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).matches("(?s)proffer \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\R");
  }
}
