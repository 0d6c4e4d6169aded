package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.InstanceLogs;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer app logs}. */
@Command(
    name = "logs",
    description =
        "Print what the instances of an app have printed; where none is left, the last that failed.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppLogsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Option(
      names = "--instance",
      paramLabel = "ID",
      description = "Only the instance whose task's id begins so.")
  private Optional<String> instance = Optional.empty();

  @Mixin private final LogFlags flags = new LogFlags();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    int lines = flags.lines();
    InstanceLogs logs = InstanceLogs.of(service.client(), terminal, app, instance, flags.file());
    logs.print(lines);
    flags.goOn(logs::follow);
  }
}
