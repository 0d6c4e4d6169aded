package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.session.LocalTty;
import io.proffer.cli.session.TaskSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer task exec}. */
@Command(
    name = "exec",
    description = {
      "Run a command inside a task that runs: with its files, its limits and its environment.",
      "It exits with what the command exits with. The command ends when this does."
    },
    mixinStandardHelpOptions = true)
public final class TaskExecCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final TaskOptions task = new TaskOptions();

  @Mixin private final SessionFlags session = new SessionFlags();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments. No shell reads it; sh -c '...' has one do so.")
  private List<String> command = List.of();

  /** Talks with the command through a terminal. */
  public TaskExecCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<LocalTty> own = session.terminal();
    return new TaskSession(terminal, task.find(), own).exec(command, session.interactive());
  }
}
