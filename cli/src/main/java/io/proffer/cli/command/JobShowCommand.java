package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job show}. */
@Command(
    name = "show",
    description = "Show a job, its runs and what came of them.",
    mixinStandardHelpOptions = true)
public final class JobShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    JsonNode found = batch.client().get("/v1/jobs/" + job + "?embed=activeRuns,historySummary");
    Document shown = new Document(job, found);
    shown.print(terminal, output.format(), people -> people.print(shown.yaml()));
  }
}
