package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.config.Contexts;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer context list}. */
@Command(
    name = "list",
    description = "List the clusters that are known here, and whom each has asked.",
    mixinStandardHelpOptions = true)
public final class ContextListCommand implements Runnable {

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("name", Row::name),
          Column.text("in_use", Row::inUse),
          Column.text("master", Row::master),
          Column.text("service", Row::service),
          Column.text("batch", Row::batch));

  private final Terminal terminal;

  @Mixin private final OutputOption output = new OutputOption();

  private record Row(String name, String inUse, String master, String service, String batch) {}

  /** Prints to a terminal. */
  public ContextListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Contexts contexts = Contexts.read(terminal.environment());
    List<Row> rows =
        contexts.named().entrySet().stream()
            .map(
                context ->
                    new Row(
                        context.getKey(),
                        contexts.current().filter(context.getKey()::equals).isPresent()
                            ? "yes"
                            : "",
                        context.getValue().getOrDefault("master", ""),
                        context.getValue().getOrDefault("service", ""),
                        context.getValue().getOrDefault("batch", "")))
            .toList();
    new Listing<>(COLUMNS, rows, "contexts").print(terminal, output.format());
  }
}
