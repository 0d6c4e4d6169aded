package io.proffer.cli.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FakeMaster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is asked, and whatever it answers: the exit code says how it went. */
class ExitCodesTest {

  private final FakeMaster asked = new FakeMaster();

  @AfterEach
  void stop() {
    asked.close();
  }

  private CapturedTerminal terminal(String address) {
    return new CapturedTerminal(
        Map.of("PROFFER_MASTER", address, "PROFFER_SERVICE", address, "PROFFER_BATCH", address));
  }

  /** One command of each kind that reads, and one of each that changes something. */
  private static final List<String> KINDS =
      List.of(
          "agent list",
          "agent deactivate m-S0",
          "role list",
          "maintenance status",
          "app list",
          "app show /web",
          "configmap show conf",
          "secret delete db/password",
          "job list",
          "job show report",
          "job remove report");

  @ParameterizedTest
  @CsvSource({
    "200, this is no JSON,                   FAILED",
    "500, '{\"message\": \"it broke\"}',     FAILED",
    "401, '',                                DENIED",
    "403, '{\"message\": \"not you\"}',      DENIED",
    "404, '{\"message\": \"not here\"}',     NOT_FOUND",
    "409, '{\"message\": \"not now\"}',      CONFLICT",
    "503, '{\"message\": \"no leader\"}',    UNREACHABLE"
  })
  void saysWhatTheAnswerMeans(int status, String body, ExitCode expected) {
    asked.answeringAll(status, Map.of(), body == null ? "" : body);
    for (String command : KINDS) {
      CapturedTerminal terminal = terminal(asked.address());
      assertThat(terminal.run(command.split(" ", -1))).as(command).isEqualTo(expected);
      thenItIsSaidInAWordOrTwo(terminal);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "agent list,  a master,            --master",
    "app list,    a service framework, --service",
    "job list,    a batch framework,   --batch"
  })
  void saysThatSomethingElseWasAsked(String command, String kind, String flag) {
    asked.answeringAll(404, Map.of(), "There is no such path here");
    CapturedTerminal terminal = terminal(asked.address());
    assertThat(terminal.run(command.split(" ", -1))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains(asked.address(), "Is it " + kind + "?", flag);
    thenItIsSaidInAWordOrTwo(terminal);
  }

  @ParameterizedTest
  @CsvSource({
    "agent list --nonsense",
    "agent show",
    "app list -o toml",
    "app logs /web --lines -1",
    "app scale /web many",
    "app deploy /no/such/file.json",
    "job run report --timeout",
    "login --user",
    "status --master ftp://x",
    "task logs web --lines -1"
  })
  void saysThatACommandLineIsWrong(String command) {
    CapturedTerminal terminal = terminal(asked.address());
    assertThat(terminal.run(command.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    thenItIsSaidInAWordOrTwo(terminal);
    assertThat(asked.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status",
    "agent list",
    "login --status",
    "app list",
    "group list",
    "job list",
    "run true"
  })
  void saysThatNobodyAnswers(String command) {
    CapturedTerminal terminal = terminal("127.0.0.1:1");
    assertThat(terminal.run(command.split(" ", -1))).isEqualTo(ExitCode.UNREACHABLE);
    thenItIsSaidInAWordOrTwo(terminal);
  }

  private static void thenItIsSaidInAWordOrTwo(CapturedTerminal terminal) {
    assertThat(terminal.err()).startsWith("proffer: ").doesNotContain("Exception", "\tat ");
    assertThat(terminal.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(terminal.out()).isEmpty();
  }
}
