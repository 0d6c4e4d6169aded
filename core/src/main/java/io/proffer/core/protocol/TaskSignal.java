package io.proffer.core.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What a task may be told by; programs that do not expect it may end. */
public enum TaskSignal {
  SIGHUP(1),
  SIGUSR1(10),
  SIGUSR2(12);

  private final int number;

  TaskSignal(int number) {
    this.number = number;
  }

  /** As Linux counts them. */
  public int number() {
    return number;
  }

  static Optional<TaskSignal> named(String name) {
    return Arrays.stream(values()).filter(signal -> signal.name().equals(name)).findFirst();
  }
}
