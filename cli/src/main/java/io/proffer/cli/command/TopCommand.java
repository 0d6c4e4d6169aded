package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.ClusterStatus;
import io.proffer.cli.client.FrameworkRow;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.output.OutputFormat;
import io.proffer.cli.top.LiveScreen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer top}. */
@Command(
    name = "top",
    description = {
      "Watch the cluster on the whole screen, as the master tells of it, until Ctrl-C.",
      "Where the output is no terminal it is printed once."
    },
    mixinStandardHelpOptions = true)
public final class TopCommand implements Runnable {

  private static final int AGAIN_SECONDS = 2;

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  /** Prints to a terminal. */
  public TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    MasterClient client = master.client();
    if (Boolean.getBoolean(Terminal.IS_TERMINAL)) {
      watch(client);
    } else {
      show(client);
    }
  }

  private void show(MasterClient client) {
    ClusterStatus.of(client).lines().forEach(terminal::print);
    terminal.print("");
    FrameworkRow.list(client, false).print(terminal, OutputFormat.table);
  }

  private void watch(MasterClient client) {
    try {
      new LiveScreen(client, terminal.out(), AGAIN_SECONDS).show();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
