package io.proffer.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions of a tree of commands in fish's own words. */
public final class FishCompletion {

  private final List<String> lines = new ArrayList<>();

  private FishCompletion() {}

  /** A script to be sourced. */
  public static String of(CommandLine root) {
    FishCompletion completion = new FishCompletion();
    completion.lines.add("complete -c proffer -f");
    completion.add(root, List.of());
    completion.lines.addAll(LiveIds.fish(root));
    return String.join("\n", completion.lines);
  }

  private void add(CommandLine command, List<String> path) {
    String here = condition(command, path);
    for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        lines.add(
            "complete -c proffer -n '%s' -a %s -d %s"
                .formatted(here, below.getKey(), quoted(first(spec.usageMessage().description()))));
        List<String> deeper = new ArrayList<>(path);
        deeper.add(below.getKey());
        add(below.getValue(), deeper);
      }
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        lines.add("complete -c proffer -n '%s'%s".formatted(here, flags(option)));
      }
    }
  }

  /** When all words of the path were given, and none of those that go deeper. */
  private static String condition(CommandLine command, List<String> path) {
    StringBuilder condition = new StringBuilder(path.isEmpty() ? "true" : "");
    for (String word : path) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition.append("__fish_seen_subcommand_from ").append(word);
    }
    if (!command.getSubcommands().isEmpty()) {
      condition
          .append("; and not __fish_seen_subcommand_from ")
          .append(String.join(" ", command.getSubcommands().keySet()));
    }
    return condition.toString();
  }

  private static String flags(OptionSpec option) {
    StringBuilder flags = new StringBuilder();
    for (String name : option.names()) {
      flags.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      flags.append(" -r");
    }
    return flags + " -d " + quoted(first(option.description()));
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0].replaceAll("\\$\\{[^}]*}", "…");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
