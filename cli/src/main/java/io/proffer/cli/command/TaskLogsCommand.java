package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.TaskLog;
import io.proffer.cli.client.Found;
import io.proffer.cli.client.MasterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer task logs}. */
@Command(
    name = "logs",
    description = "Print what a task has printed, also one that has ended if its agent keeps it.",
    mixinStandardHelpOptions = true)
public final class TaskLogsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Mixin private final LogFlags flags = new LogFlags();

  @Parameters(paramLabel = "TASK", description = "The task's id or name, or how one begins.")
  private String wanted = "";

  /** Prints to a terminal. */
  public TaskLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    int lines = flags.lines();
    MasterClient client = master.client();
    TaskLog log = TaskLog.of(client, Found.task(client, wanted).content(), flags.file());
    log.print(terminal, lines);
    flags.goOn(() -> log.follow(terminal));
  }
}
