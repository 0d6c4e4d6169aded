package io.proffer.agent.container;

/** How a container ended. */
public sealed interface ContainerExit {

  /** Its first process called exit; {@code code} is 0 to 255. */
  record Exited(int code) implements ContainerExit {}

  /** A signal ended its first process. */
  record Signaled(int signal) implements ContainerExit {}

  /**
   * It was ended for going over a limit.
   *
   * @param message what it used and what it was allowed
   */
  record LimitExceeded(Limit limit, String message) implements ContainerExit {}

  /**
   * It has ended, but how is not known: the agent was not there to see it.
   *
   * @param message why it is not known, in a sentence
   */
  record Unknown(String message) implements ContainerExit {}

  /** A limit that ends the container that exceeds it. */
  enum Limit {
    MEMORY,
    DISK
  }
}
