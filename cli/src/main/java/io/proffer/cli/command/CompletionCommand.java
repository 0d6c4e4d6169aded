package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.output.FishCompletion;
import io.proffer.cli.output.LiveIds;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proffer completion}. */
@Command(
    name = "completion",
    description = {
      "Print what makes a shell complete commands, flags, and the names of what there is.",
      "bash, zsh: source <(proffer completion bash)",
      "fish: proffer completion fish | source"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Runnable {

  /** The shells there is something for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /** Prints to a terminal. */
  public CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    terminal.print(
        switch (shell) {
          // What picocli writes finds out by itself which of the two it runs in.
          case bash, zsh -> AutoComplete.bash("proffer", root) + LiveIds.bash(root);
          case fish -> FishCompletion.of(root);
        });
  }
}
