package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.job.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job runs}. */
@Command(
    name = "runs",
    description = "List the runs of a job that have not ended.",
    mixinStandardHelpOptions = true)
public final class JobRunsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobRunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    RunRow.of(batch.client().get("/v1/jobs/" + job + "/runs"), "runs that have not ended")
        .print(terminal, output.format());
  }
}
