package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.config.LoginTokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer logout}. */
@Command(
    name = "logout",
    description = "Forget the token that a master gave. The master is not asked.",
    mixinStandardHelpOptions = true)
public final class LogoutCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  /** Prints to a terminal. */
  public LogoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    boolean forgotten = LoginTokens.of(terminal.environment()).forget(master.text());
    terminal.progress(
        forgotten
            ? "The token of " + master.text() + " is forgotten."
            : "There is no token of " + master.text() + ".");
  }
}
