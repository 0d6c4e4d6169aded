package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job remove}. */
@Command(
    name = "remove",
    description = "Remove a job with its history.",
    mixinStandardHelpOptions = true)
public final class JobRemoveCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Option(names = "--stop", description = "Also when it runs, which is stopped.")
  private boolean stop;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobRemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    String query = stop ? "?stopCurrentJobRuns=true" : "";
    var unused = batch.client().send("DELETE", "/v1/jobs/" + job + query, Optional.empty());
    terminal.print(job + " is gone.");
  }
}
