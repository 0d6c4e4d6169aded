package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.job.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job history}. */
@Command(
    name = "history",
    description = "List the runs of a job that have ended, the newest first.",
    mixinStandardHelpOptions = true)
public final class JobHistoryCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many. Default: ${DEFAULT-VALUE}")
  private int number;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobHistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    RunRow.of(
            batch.client().get("/v1/jobs/" + job + "/history?limit=" + number).path("runs"),
            "runs that have ended")
        .print(terminal, output.format());
  }
}
