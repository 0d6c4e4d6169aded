package io.proffer.agent.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that, started by the agent in whatever way, runs beside a task: held to the same
 * limits, and with what the task has.
 *
 * @param executable absolute path of the program to start, which becomes the one that was asked for
 * @param arguments its arguments, its own name first
 * @param environment all of its environment
 * @param directory where it starts
 * @param user whom it becomes; empty for the agent's own
 */
public record BesideCommand(
    Path executable,
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Optional<UserAccount> user) {
  public BesideCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
