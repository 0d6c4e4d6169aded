package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.OfferRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer offer list}. */
@Command(
    name = "list",
    description = "List the offers that wait for an answer.",
    mixinStandardHelpOptions = true)
public final class OfferListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public OfferListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    OfferRow.list(master.client()).print(terminal, output.format());
  }
}
