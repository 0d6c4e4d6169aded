package io.proffer.cli.command;

import io.proffer.cli.config.ChosenContext;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --context}, of all commands that ask somebody. */
public final class ContextOption {

  /** Whom to ask, in one word; daemons have flags of these names too, but none that is so short. */
  private static final List<String> WHOM = List.of("-m", "-s", "-b");

  private ContextOption() {}

  /** Adds it to a command and to those below it, where it means something. */
  public static void addTo(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (asks(spec)) {
      spec.addOption(
          OptionSpec.builder(ChosenContext.FLAG)
              .paramLabel("CONTEXT")
              .type(String.class)
              .description(
                  "The cluster to ask, as 'proffer context' knows it. Default: the one in use")
              .build());
    }
    command.getSubcommands().values().stream().distinct().forEach(ContextOption::addTo);
  }

  private static boolean asks(CommandSpec spec) {
    return WHOM.stream()
        .map(spec::findOption)
        .anyMatch(option -> option != null && option.type() == String.class);
  }
}
