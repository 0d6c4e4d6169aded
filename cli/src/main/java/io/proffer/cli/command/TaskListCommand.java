package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.TaskRow;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer task list}. */
@Command(name = "list", description = "List the tasks.", mixinStandardHelpOptions = true)
public final class TaskListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--all", description = "Also those that have ended.")
  private boolean all;

  @Option(
      names = "--framework",
      paramLabel = "ID|NAME",
      description = "Only the tasks of this framework.")
  private Optional<String> framework = Optional.empty();

  /** Prints to a terminal. */
  public TaskListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    TaskRow.list(master.client(), all, framework).print(terminal, output.format());
  }
}
