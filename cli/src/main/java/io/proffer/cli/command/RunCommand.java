package io.proffer.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.StopSignal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.RunFollower;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer run}. */
@Command(
    name = "run",
    description = {
      "Run a command on the cluster, once, and print what it prints.",
      "It exits with what the command exits with. Ctrl-C stops the command."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  private static final int ID_LENGTH = 8;

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "0.1",
      description = "How many cpus it gets. Default: ${DEFAULT-VALUE}")
  private double cpus;

  @Option(
      names = "--mem",
      paramLabel = "MB",
      defaultValue = "64",
      description = "How much memory it gets. Default: ${DEFAULT-VALUE}")
  private double mem;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Run it in a Docker container of this image.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "A variable for it; as often as wanted.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(names = "--keep", description = "Keep the job, with the history of this run.")
  private boolean keep;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments; one argument alone is a line for a shell.")
  private List<String> command = List.of();

  /** Prints to a terminal. */
  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BatchClient client = batch.client();
    StopSignal stop = StopSignal.install(terminal);
    String job = client.post("/v1/jobs", job()).path("id").asText();
    try {
      String run = client.send("POST", path(job) + "/runs", Optional.empty()).path("id").asText();
      return new RunFollower(client, terminal, job, run).follow();
    } catch (InterruptedException asked) {
      return ExitCode.INTERRUPTED.code();
    } finally {
      if (stop.isAsked()) {
        StopSignal.clearInterruption();
      }
      if (!keep || stop.isAsked()) {
        var unused =
            client.send("DELETE", path(job) + "?stopCurrentJobRuns=true", Optional.empty());
      }
    }
  }

  private static String path(String job) {
    return "/v1/jobs/" + job;
  }

  private ObjectNode job() {
    long number = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
    String id = "run-" + Long.toUnsignedString(number, 36).substring(0, ID_LENGTH);
    ObjectNode job = new JsonMapper().createObjectNode().put("id", id);
    ObjectNode run = job.putObject("run").put("cpus", cpus).put("mem", mem).put("disk", 0);
    env.forEach(run.putObject("env")::put);
    image.ifPresent(name -> run.putObject("docker").put("image", name));
    if (image.isPresent() && command.size() > 1) {
      ArrayNode args = run.putArray("args");
      command.forEach(args::add);
    } else {
      run.put("cmd", command.size() == 1 ? command.getFirst() : quoted());
    }
    return job;
  }

  /** Words that a shell reads as the same words again. */
  private String quoted() {
    return command.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "exec ", ""));
  }
}
