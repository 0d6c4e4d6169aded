package io.proffer.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.client.FakeMaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with more than one cluster. */
class ContextCommandsTest {

  private static final String MASTERS =
      """
      {"self": "%s", "leader": "%s", "masters": ["%s"]}""";

  @TempDir private Path home;

  private final FakeMaster one =
      new FakeMaster().answering("/dashboard/masters", MASTERS.replace("%s", "one:5050"));
  private final FakeMaster two =
      new FakeMaster().answering("/dashboard/masters", MASTERS.replace("%s", "two:5050"));

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  private CapturedTerminal terminal(String... environment) {
    Map<String, String> all = new HashMap<>(Map.of("HOME", home.toString()));
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    return new CapturedTerminal(all);
  }

  private String printed(CapturedTerminal terminal, String... command) {
    assertThat(terminal.run(command)).as(terminal.err()).isEqualTo(ExitCode.DONE);
    return terminal.out();
  }

  private void givenTwoClusters() {
    printed(terminal(), "context", "set", "first", "--to-master", one.address());
    printed(terminal(), "context", "set", "second", "--to-master", two.address());
  }

  @Test
  void theFirstIsUsedUntilAnotherIs() {
    givenTwoClusters();

    assertThat(printed(terminal(), "master", "list", "-o", "name")).isEqualTo("one:5050\n");
    printed(terminal(), "context", "use", "second");
    assertThat(printed(terminal(), "master", "list", "-o", "name")).isEqualTo("two:5050\n");
    assertThat(home.resolve(".config/proffer/contexts.yaml")).exists();
  }

  @Test
  void theCommandLineIsAboveTheEnvironmentWhichIsAboveTheOneInUse() {
    givenTwoClusters();
    CapturedTerminal bySetting = terminal("PROFFER_MASTER", two.address());
    CapturedTerminal byName = terminal("PROFFER_CONTEXT", "second");
    CapturedTerminal byFlag = terminal("PROFFER_MASTER", one.address());

    assertThat(printed(bySetting, "master", "list", "-o", "name")).isEqualTo("two:5050\n");
    assertThat(printed(byName, "master", "list", "-o", "name")).isEqualTo("two:5050\n");
    assertThat(printed(byFlag, "master", "list", "-o", "name", "--context", "second"))
        .isEqualTo("two:5050\n");
  }

  @Test
  void oneThatIsNotThereIsNotFoundWithTheNearest() {
    givenTwoClusters();
    CapturedTerminal terminal = terminal();

    assertThat(terminal.run("status", "--context", "frist")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("there is no context 'frist'").contains("first");
  }

  @Test
  void aContextIsForgotten() {
    givenTwoClusters();
    printed(terminal(), "context", "remove", "first");

    assertThat(printed(terminal(), "context", "list", "-o", "name")).isEqualTo("second\n");
    assertThat(terminal().run("context", "remove", "first")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void aFileThatSaysWhatNoContextCanIsRefused() throws Exception {
    Path file = home.resolve(".config/proffer/contexts.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "current: a\ncontexts:\n  a:\n    mastr: here\n");
    CapturedTerminal terminal = terminal();

    assertThat(terminal.run("status")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("mastr").contains("'master'");
  }

  @Test
  void configSaysWhatACommandRunsWithAndWhereFrom() throws Exception {
    givenTwoClusters();
    Path file = Files.writeString(home.resolve("agent.yaml"), "work_dir: /data\n");

    assertThat(printed(terminal("PROFFER_OUTPUT", "json"), "config", "-o", "jsonl"))
        .contains(
            "{\"key\":\"master\",\"value\":\"" + one.address() + "\",\"from\":\"context first\"}")
        .contains("{\"key\":\"output\",\"value\":\"json\",\"from\":\"PROFFER_OUTPUT\"}");
    assertThat(printed(terminal(), "config", "agent", "--file", file.toString(), "-o", "jsonl"))
        .contains("{\"key\":\"work_dir\",\"value\":\"/data\",\"from\":\"" + file + ":1\"}")
        .contains("\"from\":\"default\"");
    assertThat(terminal().run("config", "agnt")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shellsAreToldTheNames() {
    givenTwoClusters();

    assertThat(printed(terminal(), "ids", "context", "s")).isEqualTo("second\n");
    assertThat(printed(terminal(), "ids", "agent")).isEmpty();
  }
}
