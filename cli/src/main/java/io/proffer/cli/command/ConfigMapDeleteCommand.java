package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer configmap delete}. */
@Command(
    name = "delete",
    description = "Forget a configuration, with all its versions. One that an app uses is kept.",
    mixinStandardHelpOptions = true)
public final class ConfigMapDeleteCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Parameters(paramLabel = "CONFIG", description = "The configuration's name.")
  private String name = "";

  /** Prints to a terminal. */
  public ConfigMapDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    service.client().send("DELETE", "/proffer/v1/configs/" + name, Optional.empty());
    terminal.print(name + " is gone.");
  }
}
