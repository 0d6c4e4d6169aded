package io.proffer.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People, agents and frameworks at a master that wants to know who they are. */
class LoginTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final Credential NODE = new Credential("node", "seven");
  private static final Credential MARATHON = new Credential("marathon", "42195");

  private static MasterServer master;

  @TempDir private Path home = Path.of("");

  @BeforeAll
  static void start(@TempDir Path workDir) throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA, NODE, MARATHON)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.allOf(Realm.class));
    master =
        MasterServer.start(
            MasterOptions.standalone(workDir.resolve("master")).withAuthentication(everywhere));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private CapturedTerminal terminal(String typed) {
    return new CapturedTerminal(
        Map.of("PROFFER_MASTER", master.address(), "XDG_CONFIG_HOME", home.toString()), typed);
  }

  private CapturedTerminal typing(String typed, ExitCode expected, String... words) {
    CapturedTerminal terminal = terminal(typed);
    assertThat(terminal.run(words)).as(String.join(" ", words)).isEqualTo(expected);
    return terminal;
  }

  private CapturedTerminal ran(ExitCode expected, String... words) {
    return typing("", expected, words);
  }

  private Path tokens() {
    return home.resolve("proffer").resolve("tokens.json");
  }

  @Test
  void aStrangerIsToldToLogIn() {
    assertThat(ran(ExitCode.DENIED, "status").err())
        .contains("wants to know who you are", "proffer login --master " + master.address());
    assertThat(ran(ExitCode.DENIED, "login", "--status").err()).contains("proffer login");
    assertThat(ran(ExitCode.DENIED, "events").out()).isEmpty();
  }

  @Test
  void whoLogsInIsKnownToAllCommandsUntilTheLogout() throws IOException {
    CapturedTerminal login =
        typing("lovelace\n", ExitCode.DONE, "login", "--user", "ada", "--password-stdin");
    assertThat(login.err()).contains("You are 'ada'").doesNotContain("lovelace");
    assertThat(login.out()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(tokens())).doesNotContain("lovelace");

    ran(ExitCode.DONE, "status");
    ran(ExitCode.DONE, "agent", "list", "-o", "json");
    ran(ExitCode.NOT_FOUND, "task", "exec", "no-such", "true");
    assertThat(ran(ExitCode.DONE, "login", "--status").out()).contains("You are 'ada'");
    assertThat(ran(ExitCode.DONE, "login", "--status", "-o", "name").out()).isEqualTo("ada\n");

    ran(ExitCode.DONE, "logout");
    assertThat(Files.readString(tokens())).isEqualTo("{}");
    ran(ExitCode.DENIED, "status");
  }

  @Test
  void aWrongPasswordIsRefusedAndNothingIsKept() {
    assertThat(typing("love\n", ExitCode.DENIED, "login", "-u", "ada", "--password-stdin").err())
        .contains("does not know 'ada' with that password");
    assertThat(tokens()).doesNotExist();
    ran(ExitCode.USAGE, "login", "-u", "ada", "--password-stdin");
  }

  @Test
  void agentsAndFrameworksProveWhoTheyAre(@TempDir Path workDir) throws IOException {
    typing("lovelace\n", ExitCode.DONE, "login", "--user", "ada", "--password-stdin");
    AgentOptions agent =
        AgentOptions.of(master.address(), workDir.resolve("agent"))
            .withDocker(Optional.empty())
            .withKillTasksOnClose(true)
            .withCredential(Optional.of(NODE));
    ServiceOptions unknown =
        ServiceOptions.local(0, master.address(), Optional.empty(), workDir.resolve("service"));
    try (AgentServer node = AgentServer.start(agent);
        ServiceServer service = ServiceServer.start(known(unknown))) {
      assertThat(node.url()).startsWith("http://");
      await().atMost(PATIENCE).until(() -> service.frameworkId().isPresent());
      await()
          .atMost(PATIENCE)
          .until(() -> ran(ExitCode.DONE, "agent", "list", "-o", "name").out().contains("-S0"));
      assertThat(ran(ExitCode.DONE, "framework", "show", "marathon", "-o", "json").out())
          .contains("\"principal\" : \"marathon\"");
    }
  }

  private static ServiceOptions known(ServiceOptions options) {
    return new ServiceOptions(
        options.bindHost(),
        options.bindPort(),
        options.hostname(),
        options.master(),
        options.zooKeeper(),
        options.stateDir(),
        options.name(),
        options.secretsDir(),
        options.role(),
        options.beyond(),
        Optional.of(MARATHON),
        options.authentication());
  }
}
