package io.proffer.agent.runtime.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The environment of a task that gets other privileges than the agent's. Until it has them, the
 * programs on the way must not see those variables that change what a program is: a task could have
 * them do as the agent's user whatever it likes.
 *
 * @param harmless for all programs on the way
 * @param heldBack for the task alone
 */
record TaskVariables(Map<String, String> harmless, Map<String, String> heldBack) {

  /** What the loader, the C library and shells obey; the C library's own list, and more. */
  private static final List<String> PREFIXES =
      List.of("LD_", "GLIBC_", "MALLOC_", "BASH", "GCONV", "RES_", "NIS_", "SHELL", "PS");

  private static final Set<String> NAMES =
      Set.of(
          "ENV",
          "IFS",
          "GETCONF_DIR",
          "HOSTALIASES",
          "LOCALDOMAIN",
          "LOCPATH",
          "NLSPATH",
          "RESOLV_HOST_CONF",
          "TMPDIR",
          "TZDIR",
          "POSIXLY_CORRECT");

  private static final String BECOME = "exec \"$@\"";

  TaskVariables {
    harmless = Map.copyOf(harmless);
    heldBack = Map.copyOf(heldBack);
  }

  static TaskVariables of(Map<String, String> all) {
    Map<String, String> harmless = new LinkedHashMap<>();
    Map<String, String> heldBack = new LinkedHashMap<>();
    all.forEach((name, value) -> (obeyed(name) ? heldBack : harmless).put(name, value));
    return new TaskVariables(harmless, heldBack);
  }

  private static boolean obeyed(String name) {
    return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
  }

  /** The same program, given what was held back. */
  CommandLine giveTo(CommandLine line) {
    if (heldBack.isEmpty()) {
      return line;
    }
    List<String> by = new ArrayList<>(List.of("/usr/bin/env"));
    heldBack.forEach((name, value) -> by.add(name + "=" + value));
    // A program whose path has a '=' would be one more variable.
    by.addAll(List.of("/bin/sh", "-c", BECOME, "sh"));
    return line.by(by);
  }
}
