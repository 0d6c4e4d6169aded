package io.proffer.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.cli.ProfferCommandLine;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about jobs, at a real cluster. */
class JobCommandsTest {

  private static MasterServer master;
  private static AgentServer agent;
  private static BatchServer batch;

  @TempDir private Path directory = Path.of("");
  private CapturedTerminal terminal = new CapturedTerminal();

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    master = MasterServer.start(MasterOptions.standalone(workDir.resolve("master")));
    agent =
        AgentServer.start(
            AgentOptions.of(master.address(), workDir.resolve("agent"))
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[32100-32900]"))
                .withDocker(Optional.empty())
                .withKillTasksOnClose(true));
    Path secrets = Files.createDirectories(workDir.resolve("secrets"));
    Files.writeString(secrets.resolve("password"), "sesame");
    batch =
        BatchServer.start(
            new BatchOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                master.address(),
                Optional.empty(),
                workDir.resolve("batch"),
                "metronome",
                "*",
                Optional.of(secrets),
                true,
                Optional.empty(),
                Optional.empty(),
                PortAuthentication.none()));
  }

  @AfterAll
  static void stop() {
    batch.close();
    agent.close();
    master.close();
  }

  private int run(String... args) {
    terminal = new CapturedTerminal(Map.of("PROFFER_BATCH", batch.url()));
    return new ProfferCommandLine(terminal.terminal()).run(args);
  }

  @Test
  void aCommandIsRunOnceAndItsOutputAndItsStatusComeBack() {
    assertThat(run("run", "--", "echo hello; echo trouble >&2; exit 3")).isEqualTo(3);
    assertThat(terminal.out()).contains("hello");
    assertThat(terminal.err()).contains("trouble");

    assertThat(run("run", "-e", "WORD=a b", "sh", "-c", "echo \"$WORD\" \"$0\"", "c d")).isZero();
    assertThat(terminal.out()).contains("a b c d");
    assertThat(run("job", "list")).isZero();
    assertThat(terminal.err()).contains("No jobs.");
  }

  @Test
  void aJobIsSubmittedRunLookedAtAndRemoved() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("report.json"),
            """
            {"id": "report", "run": {"cmd": "echo $WHO", "cpus": 0.1, "mem": 32, "disk": 0},
             "schedules": [{"id": "daily", "cron": "30 4 * * *", "timezone": "Europe/Berlin"}]}
            """);
    assertThat(run("job", "submit", file.toString())).isZero();
    assertThat(run("job", "next", "report", "-n", "2")).isZero();
    assertThat(terminal.out().lines()).hasSize(2).allMatch(line -> line.contains("T04:30+0"));
    assertThat(run("job", "run", "report", "--follow", "-e", "WHO=me")).isZero();
    assertThat(terminal.out()).contains("me");
    assertThat(run("job", "history", "report")).isZero();
    assertThat(terminal.out()).contains("SUCCESS");
    assertThat(run("job", "remove", "report")).isZero();
    assertThat(run("job", "show", "report")).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(terminal.err()).contains("Job not found: report");
  }

  @Test
  void aWorkflowIsRunLookedAtAndRestartedFromWhatFailed() throws IOException {
    String run = "\"run\": {\"cmd\": \"%s\", \"cpus\": 0.1, \"mem\": 32, \"disk\": 0}";
    submit("{\"id\": \"first\", " + run.formatted("true") + "}");
    submit(
        "{\"id\": \"second\", \"dependencies\": [{\"id\": \"first\"}], "
            + run.formatted("exit 3")
            + "}");

    assertThat(run("job", "run", "first", "--follow")).isZero();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                run("job", "workflow", "first", "latest") == 0
                    && terminal.out().contains("FAILED"));
    assertThat(terminal.out()).contains("OK");
    assertThat(run("job", "workflow", "first", "latest", "--succeed", "second")).isZero();
    assertThat(terminal.err()).contains("SUCCESS");
    assertThat(run("job", "workflow", "first", "--stop")).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("job", "remove", "first")).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(run("job", "remove", "second")).isZero();
    assertThat(run("job", "remove", "first")).isZero();
  }

  @Test
  void theLogOfARunIsFollowedToItsEnd() throws IOException {
    submit(
        """
        {"id": "talker",
         "run": {"cmd": "for i in 1 2 3; do echo word $i; sleep 0.3; done; exit 4",
                 "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    assertThat(run("job", "run", "talker")).isZero();
    String talk = terminal.out().strip();

    assertThat(run("job", "logs", "talker", talk, "--follow"))
        .as("how the run ended is not how the printing did")
        .isZero();

    assertThat(terminal.out()).isEqualTo("word 1\nword 2\nword 3\n");
    assertThat(run("job", "logs", "talker", talk, "--index", "0", "-f"))
        .isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void aRunIsTheLatestOrFoundByHowItsIdBegins() throws IOException {
    submit(
        """
        {"id": "named", "run": {"cmd": "echo mine", "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    assertThat(run("job", "logs", "named")).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(terminal.err()).contains("job named has no run yet", "proffer job run named");
    assertThat(run("job", "run", "named", "--follow")).isZero();
    assertThat(run("job", "history", "named", "-o", "name")).isZero();
    String id = terminal.out().strip();

    assertThat(run("job", "logs", "named")).isZero();
    assertThat(terminal.out()).isEqualTo("mine\n");
    assertThat(run("job", "logs", "named", id.substring(0, id.length() - 2))).isZero();
    assertThat(terminal.out()).isEqualTo("mine\n");
    assertThat(run("job", "why", "named", "latest")).isZero();
    assertThat(run("job", "logs", "named", "nosuch")).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(run("job", "remove", "named")).isZero();
  }

  @Test
  void theLogOfAnIndexOfAnArrayIsPrintedAlsoWhenTheArrayHasEnded() throws IOException {
    submit(
        """
        {"id": "many", "batch": {"array": {"indexes": "0-3"}},
         "run": {"cmd": "echo I am $PROFFER_ARRAY_INDEX", "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    assertThat(run("job", "run", "many", "--follow")).isZero();
    assertThat(run("job", "history", "many")).isZero();
    String id = terminal.out().lines().toList().getLast().split("\\s+", -1)[0];

    assertThat(run("job", "logs", "many", id, "--index", "2")).isZero();
    assertThat(terminal.out()).contains("I am 2");
    assertThat(run("job", "logs", "many", id)).isEqualTo(ExitCode.USAGE.code());
    assertThat(terminal.err()).contains("--index");
    assertThat(run("job", "remove", "many")).isZero();
  }

  @Test
  void aRunIsGivenAPayloadAndLeavesSomethingForTheNextJob() throws IOException {
    submit(
        """
        {"id": "count", "batch": {"output": true},
         "run": {"cmd": "echo WORDS=$PROFFER_PAYLOAD >> $PROFFER_OUTPUT",
                 "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    submit(
        """
        {"id": "report", "dependencies": [{"id": "count"}],
         "run": {"cmd": "test ${#WORDS} = 7", "cpus": 0.1, "mem": 32, "disk": 0}}
        """);
    assertThat(run("job", "run", "count", "--payload", "one two", "--follow")).isZero();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                run("job", "workflow", "count", "latest") == 0
                    && terminal.err().contains("SUCCESS"));
    assertThat(run("job", "remove", "report")).isZero();
    assertThat(run("job", "remove", "count")).isZero();
  }

  @Test
  void aTaskHasItsSecretsAndADirectoryOfTheMachine() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("rows"), "twelve rows");
    submit(
        """
        {"id": "secretive",
         "run": {"cmd": "echo $PASSWORD $(cat tls/key) $(cat data/rows)",
                 "cpus": 0.1, "mem": 32, "disk": 0,
                 "secrets": {"pw": {"source": "password"}},
                 "env": {"PASSWORD": {"secret": "pw"}},
                 "volumes": [{"containerPath": "tls/key", "secret": "pw"},
                             {"containerPath": "data", "hostPath": "DATA"}]}}
        """
            .replace("DATA", data.toString()));
    assertThat(run("job", "run", "secretive", "--follow")).isZero();
    assertThat(terminal.out()).contains("sesame sesame twelve rows");
    assertThat(run("job", "show", "secretive")).isZero();
    assertThat(terminal.out()).doesNotContain("sesame");
    assertThat(run("job", "remove", "secretive")).isZero();
  }

  private void submit(String job) throws IOException {
    Path file = Files.writeString(directory.resolve("job.json"), job);
    assertThat(run("job", "submit", file.toString())).isZero();
  }
}
