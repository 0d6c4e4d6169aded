package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.job.JobRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer job list}. */
@Command(name = "list", description = "List the jobs.", mixinStandardHelpOptions = true)
public final class JobListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public JobListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    JobRow.list(batch.client()).print(terminal, output.format());
  }
}
