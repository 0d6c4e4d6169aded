package io.proffer.agent.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to start.
 *
 * @param executable absolute path of the program
 * @param arguments its arguments, its own name first
 * @param environment all of its environment
 * @param directory where it starts
 * @param stdin file that its standard input is read from
 * @param stdout file that its standard output is appended to
 * @param stderr file that its standard error is appended to
 */
record ProcessCommand(
    Path executable,
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Path stdin,
    Path stdout,
    Path stderr) {
  /** What there is nothing in, and everything fits into. */
  static final Path NOWHERE = Path.of("/dev/null");

  ProcessCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
