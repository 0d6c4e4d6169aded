package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app history}. */
@Command(
    name = "history",
    description = "List the versions of an app and what each changed.",
    mixinStandardHelpOptions = true)
public final class AppHistoryCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppHistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    History.of(service.client(), app).listing().print(terminal, output.format());
  }
}
