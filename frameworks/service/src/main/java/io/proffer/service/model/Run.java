package io.proffer.service.model;

import java.util.List;
import java.util.Optional;

/**
 * What an instance runs: a line for a shell, or words for a program or an image's entry point, or
 * neither where the image says it all.
 *
 * @param user the operating system's user; empty: the framework's
 * @param tty whether it has a terminal
 * @param executor the program that runs it, in its sandbox; empty: the agent's own
 */
public record Run(
    Optional<String> cmd,
    List<String> args,
    Optional<String> user,
    boolean tty,
    Optional<String> executor) {
  public Run {
    args = List.copyOf(args);
  }
}
