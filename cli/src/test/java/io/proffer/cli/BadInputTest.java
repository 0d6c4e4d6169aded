package io.proffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that makes no sense is told so in a few words, before anything is started. */
class BadInputTest {

  @TempDir private Path directory = Path.of("");

  static Stream<Arguments> wrongUsages() {
    return Stream.of(
        // resources and attributes
        arguments("dev --resources cpus", "--resources", "missing or extra ':' in 'cpus'"),
        arguments("dev --resources cpus:x", "--resources", "Bad value in 'cpus:x'"),
        arguments("agent --resources [{\"name\":\"cpus\"", "--resources", "not a JSON array"),
        arguments("demo --resources cpus:-1", "--resources", "cpus:-1"),
        arguments("agent --attributes rack", "--attributes", "key:value pair 'rack'"),
        // where masters are
        arguments("status --master ftp://x", "'ftp://x' does not name a master", "host:port"),
        arguments("status --master h:99999", "'h:99999' does not name a master", "host:port"),
        arguments("app list --service h:99999", "'h:99999' does not name a service", "host:port"),
        arguments("status --master zk:/x", "'zk:/x': it must start with zk://", ""),
        arguments("task list -m zk://h:2181", "it must end with a path", "/proffer"),
        arguments("agent --master a:b", "--master", "'a:b' is not host:port"),
        arguments("agent --master zk://", "--master", "it names no server"),
        arguments("master --zk foo", "--zk", "it must start with zk://"),
        arguments("master --zk zk://h:port/p", "--zk", "'h:port' is not host:port"),
        // where to listen
        arguments("master --port 70000", "--port", "'70000' is no port from 0 to 65535"),
        arguments("agent --port -1", "--port", "'-1' is no port"),
        arguments("dev --port", "--port", "missing"),
        arguments("dev --agents 10 --port 65530", "--port must be at most 65525", ""),
        arguments("master --ip 0.0.0.0", "refusing to listen on 0.0.0.0", "--insecure"),
        arguments("master --ip 0.0.0.0", "refusing to listen", "--credentials"),
        arguments("agent --ip 0.0.0.0", "refusing to listen", "--insecure"),
        arguments("agent --ip 0.0.0.0", "refusing to listen", "--http-credentials"),
        arguments(
            "agent --ip 0.0.0.0 --authenticate-http-readonly", "refusing to listen", "--insecure"),
        arguments("agent --http-credentials /no/such", "there is no such file", ""),
        arguments("service --ip 0.0.0.0", "refusing to listen", "--insecure"),
        arguments("service --ip 0.0.0.0", "refusing to listen", "--http-credentials"),
        arguments("batch --ip 0.0.0.0", "refusing to listen", "--insecure"),
        arguments(
            "batch --ip 0.0.0.0 --authenticate-http-readwrite", "refusing to listen", "--insecure"),
        arguments("service --http-credentials ada:secret", "names a file", "chmod 600"),
        arguments("batch --http-credentials /no/such", "there is no such file", ""),
        arguments("dns --credential /no/such", "there is no such file", "--credential"),
        arguments(
            "router haproxy --print --credential /x", "there is no such file", "--credential"),
        arguments("app list --service http://m/x", "does not name a service framework", "master"),
        arguments("job list --batch m/service/", "does not name a batch framework", "master"),
        arguments("master --authenticate-http-readonly", "mesos-master-readonly", "--credentials"),
        arguments("master --credentials /no/such", "there is no such file", ""),
        arguments("agent --credential /no/such", "there is no such file", "--credential"),
        arguments("login -u ada --master ftp://x", "does not name a master", ""),
        arguments("agent --ip no.such.host.invalid", "no address of this machine", "--ip"),
        // numbers, spans, words
        arguments("dev --agents 0", "--agents must be from 1 to 100, not 0", ""),
        arguments("dev --agents many", "--agents", "'many'"),
        arguments("dev --docker foo", "--docker", "unix:///var/run/docker.sock"),
        arguments("master --offer-timeout 5parsecs", "--offer-timeout", "10mins"),
        arguments("master --agent-ping-timeout 0s", "--agent-ping-timeout must be more than 0", ""),
        arguments("master --max-agent-ping-timeouts 0", "must be at least 1", ""),
        arguments("master --cluster a!", "cluster name", "'a!'"),
        arguments("agent list -o toml", "--output", "[table, wide, json, jsonl, yaml, name]"),
        // benchmarks and seeds
        arguments("bench lanch", "did you mean 'launch'", "proffer bench --help"),
        arguments("bench launch --agent 3", "did you mean '--agents'", "bench launch --help"),
        arguments("bench launch --agents 0", "--agents must be from 1 to 50000, not 0", ""),
        arguments("bench launch --rate fast", "--rate", "neither a whole number nor max"),
        arguments("simulate", "--seed", "--seeds 1-200"),
        arguments("simulate --seed x", "--seed", "'x'"),
        arguments("simulate --seeds 9-1", "--seeds", "the lower first"),
        // words
        arguments("dmo", "unknown command 'dmo' (did you mean 'demo'?)", ""),
        arguments("t list", "proffer: 't' is not unique", "proffer --help"),
        arguments("demo extra", "unexpected argument 'extra'", "proffer demo --help"),
        arguments("dev --agnets 2", "unknown option '--agnets' (did you mean '--agents'?)", ""));
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void isWrongUsage(String commandLine, String what, String whatToDo) {
    Map<String, String> environment =
        Map.of("PROFFER_WORK_DIR", directory.resolve("work").toString());
    CapturedTerminal terminal = new CapturedTerminal(environment);
    assertThat(terminal.run(commandLine.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).startsWith("proffer: ").contains(what, whatToDo);
    thenItIsShort(terminal);
  }

  @Test
  void unknownKeysOfAFileAreWrongUsage() throws IOException {
    Path file = Files.writeString(directory.resolve("dev.yaml"), "agents: 2\nprot: 5050\n");
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("dev", "--config", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains(file + ":2: unknown key 'prot' (did you mean 'port'?)");
    thenItIsShort(terminal);
  }

  @Test
  void brokenFilesAreWrongUsage() throws IOException {
    Path file = Files.writeString(directory.resolve("dev.json"), "{\"port\": 5050\n");
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("dev", "--config", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).startsWith("proffer: " + file + ":1: not YAML: ");
    thenItIsShort(terminal);
  }

  @Test
  void aDirectoryIsNoFile() {
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("dev", "--config", directory.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("(a directory)");
    thenItIsShort(terminal);
  }

  @Test
  void wrongValuesOfAFileSayWhereTheyStand() throws IOException {
    Path file = Files.writeString(directory.resolve("dev.yaml"), "# ours\nport: web\n");
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("dev", "--config", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--port", "'web'", "(from " + file + ":2)");
    thenItIsShort(terminal);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    CapturedTerminal terminal = new CapturedTerminal();
    try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(somebody.getLocalPort());
      assertThat(terminal.run("dev", "--port", port)).isEqualTo(ExitCode.FAILED);
      assertThat(terminal.err()).contains("port " + port + " of 127.0.0.1 is in use", "--port");
    }
    thenItIsShort(terminal);
  }

  @Test
  void aWorkDirThatIsAFileIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");
    CapturedTerminal terminal = new CapturedTerminal();
    assertThat(terminal.run("master", "--work-dir", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.err()).contains(file + " is not a directory", "--work-dir");
    thenItIsShort(terminal);
  }

  private static void thenItIsShort(CapturedTerminal terminal) {
    List<String> lines = terminal.err().lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(2);
    assertThat(terminal.err()).doesNotContain("Exception", "\tat ");
    assertThat(terminal.out()).isEmpty();
  }
}
