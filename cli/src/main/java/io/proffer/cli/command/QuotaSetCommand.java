package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.Quotas;
import io.proffer.cli.client.ScalarAmounts;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer quota set}. */
@Command(
    name = "set",
    description = {
      "Say what a role is sure to get, and the most it may have.",
      "What is not named stays as it is. Nothing is killed: a role beyond its limit gets no more."
    },
    footer = {
      "",
      "Examples:",
      "  proffer quota set web --guarantee cpus:8,mem:16384 --limit cpus:32",
      "  proffer quota set batch --limit cpus:100 --dry-run    what would follow",
      "  proffer quota set web --limit cpus:none               no limit any more"
    },
    mixinStandardHelpOptions = true)
public final class QuotaSetCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final QuotaChange change = new QuotaChange();

  @Parameters(paramLabel = "ROLE", description = "A top-level role; all below it counts for it.")
  private String role = "";

  @Option(
      names = "--guarantee",
      paramLabel = "NAME:AMOUNT",
      description = "What is kept for the role, such as cpus:4,mem:2048. 'none' takes it away.")
  private List<String> guarantees = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "NAME:AMOUNT",
      description = "The most the role may have. 'none' takes the limit away.")
  private List<String> limits = new ArrayList<>();

  /** Tells a terminal what was done. */
  public QuotaSetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (guarantees.isEmpty() && limits.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "say what is to be guaranteed or limited",
          "Add --guarantee cpus:4 or --limit cpus:8; 'proffer quota remove' ends a quota.");
    }
    Quotas quotas = change.quotas();
    change.make(
        quotas,
        quotas.changed(role, ScalarAmounts.parse(guarantees), ScalarAmounts.parse(limits)),
        "The quota of " + role + " is set. 'proffer quota show " + role + "' tells how it stands.",
        terminal);
  }
}
