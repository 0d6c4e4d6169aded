package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.session.LocalTty;
import io.proffer.cli.session.TaskSession;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer task attach}. */
@Command(
    name = "attach",
    description = {
      "Join a task that was started with a terminal: see what it prints, and type for it.",
      "Ctrl-P Ctrl-Q leaves it to itself."
    },
    mixinStandardHelpOptions = true)
public final class TaskAttachCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final TaskOptions task = new TaskOptions();

  @Option(names = "--no-stdin", description = "Only see what it prints.")
  private boolean noStdin;

  /** Talks with the task through a terminal. */
  public TaskAttachCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Optional<LocalTty> own = noStdin ? Optional.empty() : LocalTty.ofStandardInput();
    new TaskSession(terminal, task.find(), own).attach(!noStdin);
  }
}
