package io.proffer.cli;

import io.proffer.cli.config.ChosenContext;
import io.proffer.cli.config.ConfigFile;
import io.proffer.cli.config.LayeredDefaults;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Runs commands, and does what goes around each: configuration, complaints, exit codes. */
public final class ProfferCommandLine {

  private final Terminal terminal;

  /** Commands that print to a terminal and take settings from its environment. */
  public ProfferCommandLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs the command that the arguments name.
   *
   * @return what the process is to exit with
   */
  public int run(String... args) {
    Complaints complaints = new Complaints(terminal);
    try {
      Optional<ConfigFile> file = configFile(args);
      LayeredDefaults defaults =
          new LayeredDefaults(
              terminal.environment(),
              file,
              ChosenContext.of(terminal.environment(), askedContext(args)));
      return new CommandTree(terminal)
          .reachedBy(args)
          .setDefaultValueProvider(defaults)
          .setParameterExceptionHandler(complaints.aboutUsage(defaults))
          .setExecutionExceptionHandler((failure, command, parsed) -> complaints.about(failure))
          .setExecutionStrategy(parsed -> execute(parsed, defaults, file, complaints))
          .execute(args);
    } catch (CommandFailure failure) {
      return complaints.about(failure);
    } catch (Error broken) {
      return complaints.about(broken); // such as a class that is missing: whatever runs must end
    }
  }

  /** The whole tree, also for documentation and tests. */
  public CommandLine tree() {
    return new CommandTree(terminal).whole();
  }

  /**
   * Only {@code --config}, looked for before all the rest is parsed, because it fills in the rest.
   */
  @Command
  private static final class ConfigOnly {
    @Option(names = LayeredDefaults.CONFIG_FLAG)
    private Optional<Path> config = Optional.empty();
  }

  private Optional<ConfigFile> configFile(String... args) {
    return configFlag(args)
        .or(() -> Optional.ofNullable(terminal.environment().get("PROFFER_CONFIG")).map(Path::of))
        .map(ConfigFile::read);
  }

  private static Optional<Path> configFlag(String... args) {
    ConfigOnly only = new ConfigOnly();
    if (Arrays.stream(args).noneMatch(word -> word.startsWith(LayeredDefaults.CONFIG_FLAG))) {
      return Optional.empty();
    }
    try {
      new CommandLine(only).setUnmatchedArgumentsAllowed(true).parseArgs(args);
    } catch (CommandLine.ParameterException incomplete) {
      return Optional.empty(); // the real parse complains about it, with the right usage
    }
    return only.config;
  }

  /** What the command line says by {@code --context}; mistakes are complained about elsewhere. */
  private Optional<String> askedContext(String... args) {
    if (Arrays.stream(args).noneMatch(word -> word.startsWith(ChosenContext.FLAG))) {
      return Optional.empty();
    }
    try {
      ParseResult chosen =
          new CommandTree(terminal)
              .reachedBy(args)
              .parseArgs(args)
              .asCommandLineList()
              .getLast()
              .getParseResult();
      return Optional.ofNullable(chosen.matchedOptionValue(ChosenContext.FLAG, null));
    } catch (CommandLine.ParameterException wrong) {
      return Optional.empty();
    }
  }

  /** Flags that several commands share may share flags themselves: these ask for defaults too. */
  private static void shareWithMixins(CommandSpec command, LayeredDefaults defaults) {
    for (CommandSpec mixin : command.mixins().values()) {
      mixin.defaultValueProvider(defaults);
      shareWithMixins(mixin, defaults);
    }
  }

  private static int execute(
      ParseResult parsed,
      LayeredDefaults defaults,
      Optional<ConfigFile> file,
      Complaints complaints) {
    CommandSpec chosen = parsed.asCommandLineList().getLast().getCommandSpec();
    shareWithMixins(chosen, defaults);
    if (chosen.findOption(LayeredDefaults.CONFIG_FLAG) != null) {
      try {
        file.ifPresent(config -> requireKnown(config, chosen));
      } catch (CommandFailure unknownKey) {
        return complaints.about(unknownKey);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void requireKnown(ConfigFile config, CommandSpec command) {
    config.requireKnown(
        command.qualifiedName().replaceFirst("^proffer ", ""), LayeredDefaults.keys(command));
  }
}
