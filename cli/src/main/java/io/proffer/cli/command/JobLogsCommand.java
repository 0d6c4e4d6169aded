package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.RunFollower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job logs}. */
@Command(
    name = "logs",
    description = "Print what the attempts of a run have printed.",
    mixinStandardHelpOptions = true)
public final class JobLogsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  @Parameters(index = "1", paramLabel = "RUN", description = "The run's id.")
  private String run = "";

  /** Prints to a terminal. */
  public JobLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    BatchClient client = batch.client();
    RunFollower follower = new RunFollower(client, terminal, job, run);
    JsonNode state = client.get(follower.path());
    follower.print(state);
  }
}
