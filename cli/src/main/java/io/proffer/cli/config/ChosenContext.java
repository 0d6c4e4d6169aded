package io.proffer.cli.config;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that commands ask where nothing else says whom.
 *
 * @param name for messages
 * @param values by the names of flags
 * @param asked whether the command line names it; then it comes before environment variables
 */
public record ChosenContext(String name, Map<String, String> values, boolean asked) {

  /** The flag that names one. */
  public static final String FLAG = "--context";

  /** The variable that names one. */
  public static final String VARIABLE = "PROFFER_CONTEXT";

  /** Keeps its own copy. */
  public ChosenContext {
    values = Map.copyOf(values);
  }

  /**
   * The one that the command line names, else the variable, else the one in use.
   *
   * @throws io.proffer.cli.CommandFailure when it is named and not there
   */
  public static Optional<ChosenContext> of(
      Map<String, String> environment, Optional<String> asked) {
    Optional<String> named =
        asked.or(
            () -> Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isEmpty()));
    boolean kept = Contexts.file(environment).map(Files::exists).orElse(false);
    if (named.isEmpty() && !kept) {
      return Optional.empty();
    }
    Contexts contexts = Contexts.read(environment);
    return named
        .or(contexts::current)
        .map(name -> new ChosenContext(name, contexts.get(name), asked.isPresent()));
  }
}
