package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.ClusterStatus;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer status}. */
@Command(
    name = "status",
    description = "Show who leads and how much of the cluster is in use.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  /** Prints to a terminal. */
  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ClusterStatus status = ClusterStatus.of(master.client());
    Document.of(status.leader(), status.json())
        .print(terminal, output.format(), people -> status.lines().forEach(people::print));
  }
}
