package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.NamedRun;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job stop}. */
@Command(
    name = "stop",
    description = "Stop a run, and wait until it has stopped.",
    mixinStandardHelpOptions = true)
public final class JobStopCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  @Parameters(
      index = "1",
      paramLabel = "RUN",
      description = "The run's id, how that begins, or latest.")
  private String run = "";

  /** Prints to a terminal. */
  public JobStopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    BatchClient client = batch.client();
    String id = NamedRun.find(client, job, Optional.of(run));
    JsonNode stopped =
        client.send("POST", "/v1/jobs/" + job + "/runs/" + id + "/actions/stop", Optional.empty());
    terminal.print(stopped.path("id").asText() + " " + stopped.path("status").asText());
  }
}
