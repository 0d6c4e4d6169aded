package io.proffer.cli.command;

import io.proffer.cli.config.LayeredDefaults;
import io.proffer.cli.config.LoginTokens;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What masters gave to the person who runs a command. */
final class KeptTokens {

  private KeptTokens() {}

  static Optional<LoginTokens> of(CommandSpec command) {
    return command.defaultValueProvider() instanceof LayeredDefaults defaults
        ? Optional.of(defaults.tokens())
        : Optional.empty();
  }
}
