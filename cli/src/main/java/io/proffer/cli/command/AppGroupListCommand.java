package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.GroupRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer group list}. */
@Command(name = "list", description = "List the groups of apps.", mixinStandardHelpOptions = true)
public final class AppGroupListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public AppGroupListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    GroupRow.list(service.client()).print(terminal, output.format());
  }
}
