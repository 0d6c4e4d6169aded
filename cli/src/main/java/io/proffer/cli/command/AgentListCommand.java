package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.AgentRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer agent list}. */
@Command(
    name = "list",
    description = "List the agents and what they have left.",
    mixinStandardHelpOptions = true)
public final class AgentListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public AgentListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AgentRow.list(master.client()).print(terminal, output.format());
  }
}
