package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
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

  @Option(names = "--stderr", description = "Standard error in place of standard output.")
  private boolean errors;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many lines of each, from the end. Default: ${DEFAULT-VALUE}")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean goOn;

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (lines < 0) {
      throw CommandFailure.of(ExitCode.USAGE, "--lines must not be negative, as " + lines + " is");
    }
    InstanceLogs logs =
        InstanceLogs.of(service.client(), terminal, app, instance, errors ? "stderr" : "stdout");
    logs.print(lines);
    if (goOn) {
      follow(logs);
    }
  }

  private static void follow(InstanceLogs logs) {
    try {
      logs.follow();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
