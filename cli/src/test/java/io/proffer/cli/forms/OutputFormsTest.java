package io.proffer.cli.forms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ProfferCommandLine;
import io.proffer.cli.app.ServiceCluster;
import io.proffer.cli.output.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command that prints things prints them in every form, at a real cluster. */
class OutputFormsTest {

  /** They go on until they are stopped. */
  private static final List<String> LIVE = List.of("proffer events", "proffer top");

  /** It prints what was sent, which is JSON for people too. */
  private static final String AS_SENT = "app source";

  /** What each is given, besides its form; words in braces are found out at the cluster. */
  private static final List<String> COMMANDS =
      List.of(
          "agent list",
          "agent show {agent}",
          "app autoscale /web",
          "app diff /web {first}",
          "app history /web",
          "app list",
          "app scale /web 1",
          "app show /web",
          "app source /web {first}",
          "app why /web",
          "config agent",
          "configmap list",
          "configmap show conf",
          "context list",
          "events --audit",
          "framework list",
          "framework list --all",
          "framework show marathon",
          "group list",
          "group show /",
          "job history report",
          "job list",
          "job runs slow",
          "job show report",
          "job why slow {run}",
          "job workflow report",
          "login --status",
          "maintenance status",
          "master list",
          "offer list",
          "quota list",
          "quota remove lab --dry-run",
          "quota set lab --limit cpus:32 --dry-run",
          "quota show lab",
          "role list",
          "secret list",
          "snapshot inspect {snapshot}",
          "status",
          "task list",
          "task list --all",
          "task show {task}",
          "volume list",
          "why marathon");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private static ServiceCluster cluster;
  private static BatchServer batch;
  private static Path home;
  private static Map<String, String> known;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    home = workDir;
    cluster = ServiceCluster.start(workDir);
    batch =
        BatchServer.start(
            BatchOptions.local(0, cluster.master(), Optional.empty(), workDir.resolve("batch")));
    fill(workDir);
    known =
        Map.of(
            "{agent}", first("agent list -o name"),
            "{first}", last("app history /web -o name"),
            "{run}", first("job runs slow -o name"),
            "{snapshot}", snapshot(workDir),
            "{task}", first("task list -o name"));
  }

  private static void fill(Path workDir) throws IOException {
    String app = "{\"id\": \"/web\", \"cmd\": \"sleep 600\", \"cpus\": %s, \"mem\": 32}";
    Path web = Files.writeString(workDir.resolve("web.json"), app.formatted("0.1"));
    Path changed = Files.writeString(workDir.resolve("changed.json"), app.formatted("0.2"));
    Path job =
        Files.writeString(
            workDir.resolve("report.json"),
            """
            {"id": "report", "run": {"cmd": "true", "cpus": 0.1, "mem": 32, "disk": 0}}
            """);
    Path slow =
        Files.writeString(
            workDir.resolve("slow.json"),
            """
            {"id": "slow", "run": {"cmd": "sleep 600", "cpus": 0.1, "mem": 32, "disk": 0}}
            """);
    for (String command :
        List.of(
            "app deploy " + web,
            "app deploy " + changed,
            "app autoscale /web --min 1 --max 2 --cpu 0.9",
            "configmap set conf key=value",
            "quota set lab --limit cpus:64",
            "context set lab --to-master " + cluster.master(),
            "job submit " + job,
            "job run report --follow",
            "job submit " + slow,
            "job run slow")) {
      run(command);
    }
  }

  private static String snapshot(Path workDir) {
    String file = workDir.resolve("lab.snapshot").toString();
    run("snapshot save " + file);
    return file;
  }

  @AfterAll
  static void stop() {
    batch.close();
    cluster.close();
  }

  private static CapturedTerminal run(String command) {
    CapturedTerminal terminal =
        new CapturedTerminal(
            Map.of(
                "PROFFER_MASTER", cluster.master(),
                "PROFFER_SERVICE", cluster.url(),
                "PROFFER_BATCH", batch.url(),
                "XDG_CONFIG_HOME", home.toString()));
    int status = new ProfferCommandLine(terminal.terminal()).run(command.split(" ", -1));
    assertThat(status).as(command + ": " + terminal.err()).isZero();
    return terminal;
  }

  private static String first(String command) {
    return run(command).out().lines().findFirst().orElseThrow();
  }

  private static String last(String command) {
    return run(command).out().lines().reduce((one, next) -> next).orElseThrow();
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return command.getCommandSpec().usageMessage().hidden()
        ? Stream.empty()
        : Stream.concat(
            Stream.of(command),
            command.getSubcommands().values().stream().distinct().flatMap(OutputFormsTest::all));
  }

  @Test
  void noCommandIsForgotten() {
    CommandLine tree = new ProfferCommandLine(new CapturedTerminal().terminal()).tree();
    List<String> printing =
        all(tree)
            .filter(command -> command.getCommandSpec().findOption("-o") != null)
            .filter(command -> !changesApps(command))
            .map(command -> command.getCommandSpec().qualifiedName())
            .filter(name -> !LIVE.contains(name))
            .toList();
    assertThat(printing)
        .allSatisfy(
            name ->
                assertThat(COMMANDS)
                    .as(name + " is tried in every form")
                    .anyMatch(words -> ("proffer " + words + " ").startsWith(name + " ")));
  }

  /** These print what was changed, all in the same way: one of them is tried. */
  private static boolean changesApps(CommandLine command) {
    return command.getCommandSpec().findOption("--no-wait") != null;
  }

  @TestFactory
  Stream<DynamicTest> eachPrintsEveryForm() {
    return COMMANDS.stream()
        .flatMap(
            command ->
                Stream.of(OutputFormat.values())
                    .map(
                        format ->
                            DynamicTest.dynamicTest(
                                command + " -o " + format, () -> check(command, format))));
  }

  private void check(String command, OutputFormat format) throws IOException {
    String words = command;
    for (Map.Entry<String, String> one : known.entrySet()) {
      words = words.replace(one.getKey(), one.getValue());
    }
    String printed = run(words + " -o " + format).out();
    boolean many = parsed(run(words + " -o json").out()).isArray();
    switch (format) {
      case json -> assertThat(parsed(printed).isContainerNode()).isTrue();
      case yaml -> {
        JsonNode read = YAML.readTree(printed);
        assertThat(read.isArray()).isEqualTo(many);
        assertThat(fields(read)).isEqualTo(fields(parsed(run(words + " -o json").out())));
      }
      case jsonl -> {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : printed.lines().toList()) {
          lines.add(parsed(line));
        }
        assertThat(lines).allMatch(JsonNode::isObject);
        assertThat(many || lines.size() == 1).isTrue();
      }
      case name -> assertThat(printed.lines()).allMatch(line -> line.matches("\\S.*") || !many);
      case table, wide -> {
        if (!command.startsWith(AS_SENT)) {
          assertThat(printed.strip()).doesNotStartWith("{").doesNotStartWith("[");
        }
      }
    }
  }

  private static JsonNode parsed(String text) throws IOException {
    assertThat(text).isNotBlank();
    return JSON.readTree(text);
  }

  private static String fields(JsonNode node) {
    JsonNode one = node.isArray() ? node.path(0) : node;
    return one.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }
}
