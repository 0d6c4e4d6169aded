package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.AppDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app show}. */
@Command(
    name = "show",
    description = "Show an app and its instances.",
    mixinStandardHelpOptions = true)
public final class AppShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AppDetail.of(service.client(), app).print(terminal, output.format());
  }
}
