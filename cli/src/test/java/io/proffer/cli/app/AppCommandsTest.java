package io.proffer.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about apps, at a real cluster. */
class AppCommandsTest {

  private static ServiceCluster cluster;

  @TempDir private Path directory = Path.of("");
  private CapturedTerminal terminal = new CapturedTerminal();

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    cluster = ServiceCluster.start(workDir);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void given() {
    terminal = new CapturedTerminal(Map.of("PROFFER_SERVICE", cluster.url()));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private ExitCode run(String... args) {
    given();
    return terminal.run(args);
  }

  @Test
  void anAppIsDeployedLookedAtChangedAndDeleted() throws IOException {
    String app =
        """
        {"id": "/web", "cmd": "echo hello $COLOUR; exec sleep 600", "cpus": 0.1, "mem": 16,
         "instances": 2, "env": {"COLOUR": "%s"}}""";
    assertThat(run("app", "deploy", file("web.json", app.formatted("blue"))))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/web: 2 of 2 instances running");
    assertThat(terminal.err()).contains("[##]  new web.instance-").contains("is running");

    assertThat(run("app", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).containsPattern("/web +running +2 +2");
    assertThat(run("app", "show", "web")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("2 of 2 running", "web.instance-");

    assertThat(run("app", "scale", "/web", "3")).isEqualTo(ExitCode.DONE);
    String green = app.replace(" \"instances\": 2,", "").formatted("green");
    assertThat(run("app", "deploy", file("green.json", green))).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/web: 3 of 3 instances running");
    assertThat(terminal.err()).contains("old web.instance-", "is gone");

    assertThat(run("app", "diff", "/web")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).containsPattern("/env/COLOUR +blue +green");
    assertThat(run("app", "source", "/web")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("\"cmd\":\"echo hello $COLOUR;");
    assertThat(run("app", "history", "/web", "-o", "json")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/env/COLOUR", "/instances");

    assertThat(run("app", "rollback", "/web")).isEqualTo(ExitCode.DONE);
    assertThat(run("app", "logs", "/web")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out().lines()).hasSize(3).allMatch(line -> line.endsWith("  hello blue"));
    assertThat(terminal.exitStatus("app", "exec", "/web", "sh", "-c", "exit 7")).isEqualTo(7);
    assertThat(run("app", "restart", "/web")).isEqualTo(ExitCode.DONE);

    assertThat(run("app", "delete", "/web")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/web is gone.");
    assertThat(run("app", "show", "/web")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("App '/web' does not exist", "proffer app list");
  }

  @Test
  void whatIsBeingDeployedAlreadyIsFollowedToo() throws IOException {
    String app = "{\"id\": \"/large\", \"cmd\": \"sleep 600\", \"cpus\": 1000, \"mem\": 16}";
    String file = file("large.json", app);
    assertThat(run("app", "deploy", "--no-wait", file)).isEqualTo(ExitCode.DONE);

    assertThat(run("app", "deploy", "--timeout", "3secs", file)).isEqualTo(ExitCode.TIMED_OUT);

    assertThat(terminal.err()).contains("is still about it", "not enough cpus");
    assertThat(run("app", "scale", "/large", "2")).isEqualTo(ExitCode.CONFLICT);
    assertThat(terminal.err()).contains("it is being changed already, by deployment", "--force");
    assertThat(run("app", "delete", "--force", "/large")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aGroupIsDeployedAndDeleted() throws IOException {
    String group =
        """
        id: shop
        apps:
          - {id: store, cmd: sleep 600, cpus: 0.1, mem: 16}
          - {id: front, cmd: sleep 600, cpus: 0.1, mem: 16, dependencies: [store]}
        """;
    assertThat(run("group", "deploy", file("shop.yaml", group))).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/shop/store: 1 of 1", "/shop/front: 1 of 1");
    assertThat(run("group", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).containsPattern("/shop +2 +0");
    assertThat(run("group", "show", "/shop")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/shop/store", "/shop/front");
    assertThat(run("group", "delete", "/shop")).isEqualTo(ExitCode.DONE);
    assertThat(run("group", "show", "/shop")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void anAppIsScaledByWhatIsMeasured() throws IOException {
    String app = "{\"id\": \"/scaled\", \"cmd\": \"sleep 600\", \"cpus\": 0.1, \"mem\": 16}";
    assertThat(run("app", "deploy", file("scaled.json", app))).isEqualTo(ExitCode.DONE);
    assertThat(run("app", "autoscale", "/scaled")).isEqualTo(ExitCode.NOT_FOUND);

    assertThat(run("app", "autoscale", "/scaled", "--min", "1", "--max", "3", "--cpu", "0.6"))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains("/scaled may have 1 to 3 instances, and has 1.", "cpu: ", "target 0.6");
    assertThat(run("app", "autoscale", "/scaled", "--max", "4", "--force"))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("1 to 4", "target 0.6");

    assertThat(run("app", "autoscale", "/scaled", "--remove", "--max", "1"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("app", "autoscale", "/scaled", "--remove", "--force")).isEqualTo(ExitCode.DONE);
    assertThat(run("app", "autoscale", "/scaled")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run("app", "delete", "/scaled")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aConfigurationIsChangedUnderAnAppThatRuns() throws IOException {
    assertThat(run("configmap", "set", "greeting", "text=hello")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("greeting has version 1, with 1 entries");
    String app =
        """
        {"id": "/greeter", "cpus": 0.1, "mem": 16,
         "cmd": "trap 'cat conf/text; echo' HUP; cat conf/text; echo; while :; do sleep 0.1; done",
         "proffer": {"configs": [
           {"name": "greeting", "directory": "conf", "onChange": "SIGNAL"}]}}""";
    assertThat(run("app", "deploy", file("greeter.json", app))).isEqualTo(ExitCode.DONE);
    awaitLogged("/greeter", "hello");

    assertThat(run("configmap", "set", "greeting", "--file", file("text", "good bye")))
        .isEqualTo(ExitCode.DONE);

    awaitLogged("/greeter", "good bye");
    assertThat(run("configmap", "show", "greeting")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("version: 2", "text: good bye");
    assertThat(run("configmap", "show", "greeting", "--version-number", "1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("text: hello");
    assertThat(run("configmap", "delete", "greeting")).isEqualTo(ExitCode.CONFLICT);
    assertThat(run("app", "delete", "/greeter")).isEqualTo(ExitCode.DONE);
    assertThat(run("configmap", "delete", "greeting")).isEqualTo(ExitCode.DONE);
    assertThat(run("configmap", "list")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.err()).contains("No configurations");
    assertThat(run("configmap", "set", "greeting", "text")).isEqualTo(ExitCode.USAGE);
  }

  private void awaitLogged(String app, String words) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(run("app", "logs", app)).isEqualTo(ExitCode.DONE);
              assertThat(terminal.out()).contains(words);
            });
  }

  @Test
  void secretsAreKeptAndNotShown() throws IOException {
    assertThat(run("secret", "set", "db/password", "--file", file("secret", "sesame")))
        .isEqualTo(ExitCode.DONE);
    assertThat(run("secret", "list", "-o", "json")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("db/password").doesNotContain("sesame");
    assertThat(run("secret", "delete", "db/password")).isEqualTo(ExitCode.DONE);
    assertThat(run("secret", "delete", "db/password")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void whatCannotBePlacedIsExplained() throws IOException {
    String huge = file("huge.json", "{\"id\": \"huge\", \"cmd\": \"sleep 1\", \"cpus\": 1000}");
    assertThat(run("app", "deploy", huge, "--timeout", "2secs")).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(terminal.err())
        .contains("is not done after 2 s", "not enough cpus, each needs 1000");
    assertThat(run("app", "why", "/huge")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out())
        .contains("InsufficientCpus (1 of 1): needs 1000 cpus", "  ask for less cpus");

    assertThat(run("app", "scale", "/huge", "2")).isEqualTo(ExitCode.CONFLICT);
    assertThat(terminal.err()).contains("it is being changed already, by deployment", "--force");
    assertThat(run("app", "delete", "/huge", "--no-wait", "--force")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("Deployment ", " has begun.");
  }

  @Test
  void canariesArePausedResumedAndPromoted() throws IOException {
    String app =
        """
        {"id": "/tried", "cmd": "sleep %s", "cpus": 0.1, "mem": 16,
         "proffer": {"deployment": {"canaries": 1}}}""";
    assertThat(run("app", "deploy", file("tried.json", app.formatted("600"))))
        .isEqualTo(ExitCode.DONE);
    assertThat(run("app", "promote", "/tried")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(terminal.err()).contains("'/tried' is not being deployed");

    String changed = file("changed.json", app.formatted("601"));
    assertThat(run("app", "deploy", changed, "--timeout", "5secs")).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(terminal.err())
        .contains("the canaries are well", "'proffer app promote /tried' finds them good");

    assertThat(run("app", "pause", "/tried")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("of /tried is paused.");
    assertThat(run("app", "resume", "/tried", "--timeout", "1secs")).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run("app", "promote", "/tried")).isEqualTo(ExitCode.DONE);
    assertThat(terminal.out()).contains("/tried: 1 of 1 instances running");
    assertThat(run("app", "delete", "/tried")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void mistakesInAFileAreNamed() throws IOException {
    String broken = file("broken.json", "{\"id\": \"/web\",\n  \"cmd\": }\n");
    assertThat(run("app", "deploy", broken)).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("broken.json:2:10: not JSON");

    assertThat(run("app", "deploy", file("nameless.json", "{}"))).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("has no \"id\"");
    assertThat(run("app", "deploy", file("list.json", "[]"))).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("one object is expected", "not a list");
    assertThat(run("app", "deploy", directory + "/none.json")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("there is no file");

    String misspelt = file("cpu.json", "{\"id\": \"/web\", \"cmd\": \"true\", \"cpuz\": 1}");
    assertThat(run("app", "deploy", misspelt)).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("cpuz", "cpus");
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    CapturedTerminal lost = new CapturedTerminal(Map.of("PROFFER_SERVICE", "127.0.0.1:1"));
    assertThat(lost.run("app", "list")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(lost.err())
        .contains("no service framework answers at http://127.0.0.1:1 (connection refused)")
        .contains("--service");
    assertThat(run("app", "deply", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("did you mean 'deploy'");
    assertThat(run("app", "list", "--servce=x")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("did you mean '--service'");
  }
}
