package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer secret delete}. */
@Command(
    name = "delete",
    description = "Forget a secret. Instances that run keep what they have.",
    mixinStandardHelpOptions = true)
public final class SecretDeleteCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Parameters(paramLabel = "SECRET", description = "The secret's name, such as db/password.")
  private String name = "";

  /** Prints to a terminal. */
  public SecretDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    service.client().send("DELETE", "/proffer/v1/secrets/" + name, Optional.empty());
    terminal.print(name + " is gone.");
  }
}
