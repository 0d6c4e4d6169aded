package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.AppRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer app list}. */
@Command(
    name = "list",
    description = "List the apps and how they fare.",
    mixinStandardHelpOptions = true)
public final class AppListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public AppListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AppRow.list(service.client()).print(terminal, output.format());
  }
}
