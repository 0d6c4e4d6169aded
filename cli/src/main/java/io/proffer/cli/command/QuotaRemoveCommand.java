package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.Quotas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer quota remove}. */
@Command(
    name = "remove",
    description = "End the quota of a role: nothing is kept for it, and nothing limits it.",
    mixinStandardHelpOptions = true)
public final class QuotaRemoveCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final QuotaChange change = new QuotaChange();

  @Parameters(paramLabel = "ROLE", description = "The role.")
  private String role = "";

  /** Tells a terminal what was done. */
  public QuotaRemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Quotas quotas = change.quotas();
    quotas.find(role); // an end that changes nothing is a mistake
    change.make(quotas, Quotas.none(role), "Role " + role + " has no quota any more.", terminal);
  }
}
