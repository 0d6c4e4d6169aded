package io.proffer.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Which words of which commands name things of a cluster: shells complete them by asking it. */
public final class LiveIds {

  /** The names of parameters, in lower case what {@code proffer ids} is asked for. */
  private static final Set<String> KINDS =
      Set.of(
          "AGENT",
          "MACHINE",
          "FRAMEWORK",
          "ROLE",
          "TASK",
          "APP",
          "GROUP",
          "CONFIG",
          "SECRET",
          "JOB",
          "RUN",
          "CONTEXT");

  private LiveIds() {}

  /**
   * A word that names something.
   *
   * @param path the command, as {@code job why}
   * @param place how many words that name something come before it
   * @param kind what {@code proffer ids} is asked for
   */
  record Place(String path, int place, String kind) {}

  static List<Place> of(CommandLine root) {
    List<Place> places = new ArrayList<>();
    add(root, "", places);
    return places;
  }

  private static void add(CommandLine command, String path, List<Place> places) {
    for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
      if (KINDS.contains(parameter.paramLabel()) && parameter.index().min() <= 1) {
        places.add(
            new Place(
                path, parameter.index().min(), parameter.paramLabel().toLowerCase(Locale.ROOT)));
      }
    }
    for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
      if (!below.getValue().getCommandSpec().usageMessage().hidden()) {
        String deeper = path.isEmpty() ? below.getKey() : path + " " + below.getKey();
        add(below.getValue(), deeper, places);
      }
    }
  }

  /** What makes bash, and zsh in its manner, complete them too: goes after picocli's script. */
  public static String bash(CommandLine root) {
    StringBuilder cases = new StringBuilder();
    for (Place place : of(root)) {
      cases.append(
          place.place() == 0
              ? "    '%s') kind=%s ;;\n".formatted(place.path(), place.kind())
              : "    '%s '*) kind=%s; of=${before##* } ;;\n".formatted(place.path(), place.kind()));
    }
    return """

        # Names of things: whoever is asked has a moment to answer.
        function _proffer_live() {
          local word before="" kind="" of="" with=() value="" current="${COMP_WORDS[COMP_CWORD]}"
          _complete_proffer "$@"
          for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
            if [ "$value" = whom ]; then with+=("$word"); value=""; continue; fi
            if [ "$value" = any ]; then value=""; continue; fi
            case "$word" in
              -m|--master|-s|--service|-b|--batch|--context) with+=("$word"); value=whom ;;
              %s) value=any ;;
              -*) ;;
              *) before="$before${before:+ }$word" ;;
            esac
          done
          if [ -n "$value" ]; then return; fi
          case "$before" in
        %s  esac
          if [ -n "$kind" ] && [ "${current#-}" = "$current" ]; then
            # Anybody may have chosen a name: it is quoted, and never expanded.
            COMPREPLY=()
            while IFS= read -r word; do
              if [[ "$word" == "$current"* ]]; then COMPREPLY+=("$(printf %%q "$word")"); fi
            done < <(proffer ids "${with[@]}" "$kind" "$current" $of 2>/dev/null)
          fi
        }
        complete -o default -F _proffer_live proffer
        """
        .formatted(String.join("|", ValuedOptions.of(root)), cases);
  }
}
