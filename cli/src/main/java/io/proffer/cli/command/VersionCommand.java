package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.Version;
import picocli.CommandLine.Command;

/** {@code proffer version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Runnable {

  private final Terminal terminal;

  /** Prints to a terminal. */
  public VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.print(Version.line());
  }
}
