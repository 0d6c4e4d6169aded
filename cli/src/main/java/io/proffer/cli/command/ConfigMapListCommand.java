package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.ConfigRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer configmap list}. */
@Command(
    name = "list",
    description = "List the configurations that the service framework keeps for apps.",
    mixinStandardHelpOptions = true)
public final class ConfigMapListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public ConfigMapListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ConfigRow.configs(service.client()).print(terminal, output.format());
  }
}
