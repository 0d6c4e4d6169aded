package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.Differences;
import io.proffer.cli.app.History;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app diff}. */
@Command(
    name = "diff",
    description = "Show what is different between two versions of an app.",
    mixinStandardHelpOptions = true)
public final class AppDiffCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description = "A version, or how it begins. Default: the one before the present")
  private Optional<String> from = Optional.empty();

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TO",
      description = "A version, or how it begins. Default: the present one")
  private Optional<String> to = Optional.empty();

  /** Prints to a terminal. */
  public AppDiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    History history = History.of(service.client(), app);
    Optional<String> older = from.or(() -> Optional.of(history.previous()));
    Differences.listing(history.get(older), history.get(to)).print(terminal, output.format());
  }
}
