package io.proffer.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.RunFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job run}. */
@Command(name = "run", description = "Run a job now.", mixinStandardHelpOptions = true)
public final class JobRunCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "A variable for this run; as often as wanted.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--payload",
      paramLabel = "TEXT",
      description = "What its tasks find in PROFFER_PAYLOAD.")
  private Optional<String> payload = Optional.empty();

  @Option(
      names = "--payload-file",
      paramLabel = "FILE",
      description = "The same, as it is in a file.")
  private Optional<Path> payloadFile = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Asked again with the same token, it is the same run.")
  private Optional<String> token = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Print what it prints, and exit with what it exits with.")
  private boolean follow;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobRunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchClient client = batch.client();
    ObjectNode parameters = new JsonMapper().createObjectNode();
    env.forEach(parameters.putObject("env")::put);
    payload().ifPresent(text -> parameters.put("payload", text));
    token.ifPresent(text -> parameters.put("idempotencyToken", text));
    String run = client.post("/v1/jobs/" + job + "/runs", parameters).path("id").asText();
    if (!follow) {
      terminal.print(run);
      return 0;
    }
    return new RunFollower(client, terminal, job, run).follow();
  }

  private Optional<String> payload() {
    if (payloadFile.isEmpty()) {
      return payload;
    }
    try {
      return Optional.of(Files.readString(payloadFile.get()));
    } catch (IOException unreadable) {
      throw CommandFailure.of(
          ExitCode.FAILED, "cannot read " + payloadFile.get() + ": " + unreadable.getMessage());
    }
  }
}
