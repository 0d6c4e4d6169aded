package io.proffer.agent.container;

/** What the kernel sends to a container. */
public enum Signal {
  /** Asks the container to end; it may catch this. */
  TERM(15),
  /** Ends the container and all its processes. */
  KILL(9);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
