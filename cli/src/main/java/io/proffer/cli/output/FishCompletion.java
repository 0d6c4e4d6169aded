package io.proffer.cli.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completions of a tree of commands in fish's own words. */
public final class FishCompletion {

  /** Where the words before the cursor lead to, and whom to ask for the names of things. */
  private static final String FUNCTIONS =
      """
      complete -c proffer -f
      # The words before the cursor that are commands or names.
      function __proffer_given
          set -l value 0
          set -l words (commandline -opc)
          for word in $words[2..-1]
              if test $value = 1
                  set value 0
              else if contains -- $word VALUED
                  set value 1
              else if not string match -q -- '-*' $word
                  echo $word
              end
          end
      end
      # Whether they begin with those of the path, and so many more come after, if a number is given.
      function __proffer_at
          set -l path (string split -n ' ' -- $argv[1])
          set -l given (__proffer_given)
          set -l length (count $path)
          test (count $given) -ge $length
          and begin
              test $length = 0
              or test "$given[1..$length]" = "$path"
          end
          and begin
              test (count $argv) -lt 2
              or test (count $given) -eq (math $length + $argv[2])
          end
      end
      # The names there are of a kind; whoever is asked has a moment to answer.
      function __proffer_ids
          set -l whom
          set -l value 0
          for word in (commandline -opc)
              if test $value = 1
                  set -a whom $word
                  set value 0
              else if contains -- $word -m --master -s --service -b --batch --context
                  set -a whom $word
                  set value 1
              end
          end
          set -l given (__proffer_given)
          set -l of
          test $argv[1] = run
          and set of $given[-1]
          proffer ids $whom $argv[1] (commandline -ct) $of 2>/dev/null
      end""";

  /** What files are called where they are asked for. */
  private static final Set<String> FILES = Set.of("FILE", "FILE|JSON", "DIR", "[KEY=]FILE");

  private final List<String> lines = new ArrayList<>();

  private FishCompletion() {}

  /** A script to be sourced. */
  public static String of(CommandLine root) {
    FishCompletion completion = new FishCompletion();
    completion.lines.add(FUNCTIONS.replace("VALUED", String.join(" ", ValuedOptions.of(root))));
    completion.add(root, List.of());
    for (LiveIds.Place place : LiveIds.of(root)) {
      completion.lines.add(
          "complete -c proffer -n '%s' -a '(__proffer_ids %s)'"
              .formatted(at(place.path(), place.place()), place.kind()));
    }
    return String.join("\n", completion.lines);
  }

  private static String at(String path, int more) {
    return "__proffer_at \"%s\" %d".formatted(path, more);
  }

  private void add(CommandLine command, List<String> path) {
    String words = String.join(" ", path);
    for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        lines.add(
            "complete -c proffer -n '%s' -a %s -d %s"
                .formatted(
                    at(words, 0),
                    below.getKey(),
                    quoted(first(spec.usageMessage().description()))));
        List<String> deeper = new ArrayList<>(path);
        deeper.add(below.getKey());
        add(below.getValue(), deeper);
      }
    }
    // What has commands below it may have flags of its own, which are not theirs.
    String here =
        command.getSubcommands().isEmpty() ? "__proffer_at \"" + words + "\"" : at(words, 0);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        lines.add("complete -c proffer -n '%s'%s".formatted(here, flags(option)));
      }
    }
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      String values = values(parameter);
      if (!values.isEmpty()) {
        lines.add(
            "complete -c proffer -n '%s'%s".formatted(at(words, parameter.index().min()), values));
      }
    }
  }

  private static String flags(OptionSpec option) {
    StringBuilder flags = new StringBuilder();
    for (String name : option.names()) {
      flags.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      String values = values(option);
      flags.append(" -r").append(values.isEmpty() ? " -f" : values);
    }
    return flags + " -d " + quoted(first(option.description()));
  }

  /** What a value may be: files, or some words; empty where nobody knows. */
  private static String values(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0]; // of a list or an Optional, what is in it
    if (type == Path.class || FILES.contains(argument.paramLabel())) {
      return " -F";
    }
    Iterable<String> known = argument.completionCandidates();
    String words =
        known != null
            ? StreamSupport.stream(known.spliterator(), false).collect(Collectors.joining(" "))
            : type.isEnum()
                ? List.of(type.getEnumConstants()).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "))
                : "";
    return words.isEmpty() ? "" : " -f -a " + quoted(words);
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0].replaceAll("\\$\\{[^}]*}", "…");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
