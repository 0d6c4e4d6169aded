package io.proffer.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag that names a configuration file; what is in it has been merged in by then. */
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file: every flag is a key, with underscores for hyphens.")
  private Optional<Path> config = Optional.empty();

  @Override
  public String toString() {
    return config.map(Path::toString).orElse("no configuration file");
  }
}
