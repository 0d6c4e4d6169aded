package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Nearest;
import io.proffer.cli.Terminal;
import io.proffer.cli.config.ChosenContext;
import io.proffer.cli.config.ConfigFile;
import io.proffer.cli.config.LayeredDefaults;
import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proffer config}. */
@Command(
    name = "config",
    description = {
      "Show the settings that a command would run with, and where each comes from:",
      "the environment, a configuration file, the context in use, or what is usual.",
      "Settings that have no value are left out."
    },
    mixinStandardHelpOptions = true)
public final class ConfigCommand implements Runnable {

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("key", Row::key),
          Column.text("value", Row::value),
          Column.text("from", Row::from));

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The configuration file the command would be given. Default: PROFFER_CONFIG")
  private Optional<Path> file = Optional.empty();

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command's words. Default: status")
  private List<String> command = List.of();

  private record Row(String key, String value, String from) {}

  /** Prints to a terminal. */
  public ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    CommandSpec wanted = find(command.isEmpty() ? List.of("status") : command);
    Optional<ConfigFile> read =
        file.or(
                () ->
                    Optional.ofNullable(terminal.environment().get("PROFFER_CONFIG")).map(Path::of))
            .map(ConfigFile::read);
    read.ifPresent(
        config ->
            config.requireKnown(
                wanted.qualifiedName().replaceFirst("^proffer ", ""),
                LayeredDefaults.keys(wanted)));
    LayeredDefaults defaults =
        new LayeredDefaults(
            terminal.environment(),
            read,
            ChosenContext.of(terminal.environment(), Optional.empty()));
    List<Row> rows = new ArrayList<>();
    for (OptionSpec option : wanted.options()) {
      LayeredDefaults.key(option).flatMap(key -> row(key, option, defaults)).ifPresent(rows::add);
    }
    new Listing<>(COLUMNS, rows, "settings").print(terminal, output.format());
  }

  private static Optional<Row> row(String key, OptionSpec option, LayeredDefaults defaults) {
    return defaults
        .layered(option)
        .map(layered -> new Row(key, layered.value(), layered.origin()))
        .or(
            () ->
                Optional.ofNullable(option.defaultValue())
                    .map(usual -> new Row(key, usual, "default")));
  }

  private CommandSpec find(List<String> words) {
    CommandLine found = spec.root().commandLine();
    for (String word : words) {
      CommandLine below = found.getSubcommands().get(word);
      if (below == null) {
        throw CommandFailure.of(
            ExitCode.USAGE,
            "there is no command '"
                + String.join(" ", words)
                + "'"
                + Nearest.suggestion(word, found.getSubcommands().keySet()));
      }
      found = below;
    }
    return found.getCommandSpec();
  }
}
