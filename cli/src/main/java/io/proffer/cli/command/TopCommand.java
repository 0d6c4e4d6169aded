package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.ClusterStatus;
import io.proffer.cli.client.FrameworkRow;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.output.OutputFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer top}. */
@Command(
    name = "top",
    description = {
      "Watch the cluster on the whole screen, until Ctrl-C.",
      "Where the output is no terminal it is printed once."
    },
    mixinStandardHelpOptions = true)
public final class TopCommand implements Runnable {

  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How often to look anew. Default: ${DEFAULT-VALUE}")
  private int intervalSeconds = 2;

  /** Prints to a terminal. */
  public TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (intervalSeconds < 1) {
      throw CommandFailure.of(ExitCode.USAGE, "--interval must be at least 1");
    }
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
    CountDownLatch stopped = new CountDownLatch(1);
    Thread leave = new Thread(() -> terminal.out().print(LEAVE));
    Runtime.getRuntime().addShutdownHook(leave);
    terminal.out().print(ENTER);
    try {
      do {
        terminal.out().print(HOME_AND_CLEAR);
        show(client);
        terminal.out().flush();
      } while (!stopped.await(intervalSeconds, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
