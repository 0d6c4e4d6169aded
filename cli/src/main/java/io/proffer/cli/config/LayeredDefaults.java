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
 * work_dir}). What neither has falls back to the flag's own default.
 */
public final class LayeredDefaults implements IDefaultValueProvider {

  /** The one flag that has no key: it says where the keys are. */
  public static final String CONFIG_FLAG = "--config";

  private final Map<String, String> environment;
  private final Optional<ConfigFile> file;

  /**
   * Layers the two.
   *
   * @param file empty when none was named
   */
  public LayeredDefaults(Map<String, String> environment, Optional<ConfigFile> file) {
    this.environment = environment;
    this.file = file;
  }

  /** A value and where it came from, for messages: {@code PROFFER_PORT} or {@code dev.yaml:3}. */
  public record Layered(String value, String origin) {}

  /** What the layers hold for an argument. */
  public Optional<Layered> layered(ArgSpec argument) {
    return key(argument).flatMap(key -> fromEnvironment(key).or(() -> fromFile(key)));
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

  private static Optional<String> key(ArgSpec argument) {
    return argument instanceof OptionSpec option
            && option.longestName().startsWith("--")
            && !option.longestName().equals(CONFIG_FLAG)
            && !option.usageHelp()
            && !option.versionHelp()
        ? Optional.of(option.longestName().substring(2).replace('-', '_'))
        : Optional.empty();
  }
}
