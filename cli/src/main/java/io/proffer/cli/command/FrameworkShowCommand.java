package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.FrameworkDocument;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer framework show}. */
@Command(
    name = "show",
    description =
        "Show all that the master knows of a framework: also what becomes of offers to it, and which"
            + " it is not made, until when.",
    mixinStandardHelpOptions = true)
public final class FrameworkShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "FRAMEWORK",
      description = "The framework's id or name, or how one begins.")
  private String wanted = "";

  /** Prints to a terminal. */
  public FrameworkShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Document found = FrameworkDocument.find(master.client(), wanted);
    found.print(terminal, output.format(), people -> people.print(found.yaml()));
  }
}
