package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.QuotaRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer quota list}. */
@Command(
    name = "list",
    description = "List the roles that have a quota, and how they stand.",
    mixinStandardHelpOptions = true)
public final class QuotaListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public QuotaListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    QuotaRow.list(master.client()).print(terminal, output.format());
  }
}
