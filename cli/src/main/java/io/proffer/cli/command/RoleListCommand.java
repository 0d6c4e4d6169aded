package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.RoleRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer role list}. */
@Command(
    name = "list",
    description = "List the roles, and what is held in each.",
    mixinStandardHelpOptions = true)
public final class RoleListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public RoleListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    RoleRow.list(master.client()).print(terminal, output.format());
  }
}
