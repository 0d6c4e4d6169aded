package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.TaskLog;
import io.proffer.cli.client.Found;
import io.proffer.cli.client.MasterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer task logs}. */
@Command(
    name = "logs",
    description = "Print what a task has printed, also one that has ended if its agent keeps it.",
    mixinStandardHelpOptions = true)
public final class TaskLogsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Option(names = "--stderr", description = "Standard error in place of standard output.")
  private boolean errors;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines, from the end. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean goOn;

  @Parameters(paramLabel = "TASK", description = "The task's id, how that begins, or its name.")
  private String wanted = "";

  /** Prints to a terminal. */
  public TaskLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (lines < 0) {
      throw CommandFailure.of(ExitCode.USAGE, "--lines must not be negative, as " + lines + " is");
    }
    MasterClient client = master.client();
    TaskLog log =
        TaskLog.of(client, Found.task(client, wanted).content(), errors ? "stderr" : "stdout");
    log.print(terminal, lines);
    if (goOn) {
      follow(log);
    }
  }

  private void follow(TaskLog log) {
    try {
      log.follow(terminal);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
