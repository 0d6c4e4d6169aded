package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Quotas;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer quota show}. */
@Command(
    name = "show",
    description = "Show the quota of a role, and how it stands.",
    mixinStandardHelpOptions = true)
public final class QuotaShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ROLE", description = "The role.")
  private String role = "";

  /** Prints to a terminal. */
  public QuotaShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Document found = new Quotas(master.client()).find(role);
    found.print(terminal, output.format(), people -> people.print(found.yaml()));
  }
}
