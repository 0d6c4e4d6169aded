package io.proffer.agent.container;

/**
 * Which runtime runs a container.
 *
 * @param name of the runtime; it is in the checkpoint, by which the same runtime finds its
 *     containers again, and so is never changed
 */
public record RuntimeKind(String name) {

  /** A process of the agent's machine, in its own session. */
  public static final RuntimeKind PROCESS = new RuntimeKind("process");

  /** A container of the Docker engine. */
  public static final RuntimeKind DOCKER = new RuntimeKind("docker");

  public RuntimeKind {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a runtime needs a name");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
