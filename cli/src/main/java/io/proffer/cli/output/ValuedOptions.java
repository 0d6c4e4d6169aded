package io.proffer.cli.output;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The names of options after which a value is a word of its own, in all of a tree of commands. */
final class ValuedOptions {

  private final Set<String> valued = new TreeSet<>();
  private final Set<String> bare = new TreeSet<>();

  private ValuedOptions() {}

  /** In the order of the alphabet; none that is a mere flag to one of the commands. */
  static List<String> of(CommandLine root) {
    ValuedOptions names = new ValuedOptions();
    names.add(root);
    names.valued.removeAll(names.bare);
    return List.copyOf(names.valued);
  }

  private void add(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      (option.arity().max() > 0 ? valued : bare).addAll(List.of(option.names()));
    }
    command.getSubcommands().values().forEach(this::add);
  }
}
