package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Found;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer agent show}. */
@Command(
    name = "show",
    description = "Show all that the master knows of an agent.",
    mixinStandardHelpOptions = true)
public final class AgentShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "AGENT",
      description = "The agent's id or its hostname, or how one begins.")
  private String wanted = "";

  /** Prints to a terminal. */
  public AgentShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Document found = Found.agent(master.client(), wanted);
    found.print(terminal, output.format(), people -> people.print(found.yaml()));
  }
}
