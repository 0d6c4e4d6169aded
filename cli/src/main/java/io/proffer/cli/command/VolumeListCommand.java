package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.VolumeRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer volume list}. */
@Command(
    name = "list",
    description = "List the persistent volumes.",
    mixinStandardHelpOptions = true)
public final class VolumeListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public VolumeListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    VolumeRow.list(master.client()).print(terminal, output.format());
  }
}
