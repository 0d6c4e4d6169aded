package io.proffer.cli.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a flag that is not on the command line its value from the environment variable of its name
 * ({@code --work-dir}: {@code PROFFER_WORK_DIR}), else from the configuration file ({@code
 * work_dir}), else, if it is about whom to ask, from the context in use. What none has falls back
 * to the flag's own default. A context that the command line names comes first.
 */
public final class LayeredDefaults implements IDefaultValueProvider {

  /** The one flag that has no key: it says where the keys are. */
  public static final String CONFIG_FLAG = "--config";

  private final Map<String, String> environment;
  private final Optional<ConfigFile> file;
  private final Optional<ChosenContext> context;

  /**
   * Layers the three.
   *
   * @param file empty when none was named
   */
  public LayeredDefaults(
      Map<String, String> environment, Optional<ConfigFile> file, Optional<ChosenContext> context) {
    this.environment = environment;
    this.file = file;
    this.context = context;
  }

  /** What masters gave to the person whose environment this is. */
  public LoginTokens tokens() {
    return LoginTokens.of(environment);
  }

  /** A value and where it came from, for messages: {@code PROFFER_PORT} or {@code dev.yaml:3}. */
  public record Layered(String value, String origin) {}

  /** What the layers hold for an argument. */
  public Optional<Layered> layered(ArgSpec argument) {
    return key(argument)
        .flatMap(
            key ->
                fromContext(argument, key, true)
                    .or(() -> fromEnvironment(key))
                    .or(() -> fromFile(key))
                    .or(() -> fromContext(argument, key, false)));
  }

  /** Only commands that ask somebody have a context; a daemon's master is another matter. */
  private Optional<Layered> fromContext(ArgSpec argument, String key, boolean asked) {
    return context
        .filter(chosen -> chosen.asked() == asked)
        .filter(chosen -> argument.command().findOption(ChosenContext.FLAG) != null)
        .flatMap(
            chosen ->
                Optional.ofNullable(chosen.values().get(key))
                    .map(value -> new Layered(value, "context " + chosen.name())));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return layered(argument).map(Layered::value).orElse(null);
  }

  private Optional<Layered> fromEnvironment(String key) {
    String variable = "PROFFER_" + key.toUpperCase(java.util.Locale.ROOT);
    return Optional.ofNullable(environment.get(variable))
        .map(value -> new Layered(value, variable));
  }

  private Optional<Layered> fromFile(String key) {
    return file.flatMap(
        config ->
            config
                .get(key)
                .map(entry -> new Layered(entry.value(), config.path() + ":" + entry.line())));
  }

  /**
   * The keys a command's configuration file may have: its flags, but for those that ask for help.
   */
  public static List<String> keys(CommandSpec command) {
    return StreamSupport.stream(command.options().spliterator(), false)
        .flatMap(option -> key(option).stream())
        .sorted()
        .collect(Collectors.toList());
  }

  /** The key of a flag, in files and, in capitals, in the environment. */
  public static Optional<String> key(ArgSpec argument) {
    return argument instanceof OptionSpec option
            && option.longestName().startsWith("--")
            && !option.longestName().equals(CONFIG_FLAG)
            && !option.usageHelp()
            && !option.versionHelp()
        ? Optional.of(option.longestName().substring(2).replace('-', '_'))
        : Optional.empty();
  }
}
