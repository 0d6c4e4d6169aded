package io.proffer.service.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something the agent finds out about a task now and then. */
public record TaskCheck(Look look, Duration interval, Duration timeout, Duration delay) {

  /** What is looked at. */
  public sealed interface Look {}

  /** The status with which a path is answered. */
  public record Http(Port port, Optional<String> path, boolean tls) implements Look {}

  /** Whether somebody listens. */
  public record Tcp(Port port) implements Look {}

  /**
   * What a command exits with.
   *
   * @param words one: a line for a shell
   */
  public record Exec(boolean shell, List<String> words) implements Look {
    public Exec {
      words = List.copyOf(words);
    }
  }

  /** A port by its number, or else by its place among the app's ports. */
  public record Port(Optional<Integer> number, int index) {}
}
