package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.ConfigRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer secret list}. */
@Command(
    name = "list",
    description =
        "List the secrets that the service framework keeps for apps, without their values.",
    mixinStandardHelpOptions = true)
public final class SecretListCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public SecretListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ConfigRow.secrets(service.client()).print(terminal, output.format());
  }
}
