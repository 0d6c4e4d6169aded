package io.proffer.agent.container;

/**
 * Why a container did not start.
 *
 * @param kind what sort of trouble it was
 * @param message what was wrong and where, in a sentence, for the framework's author
 */
public record LaunchFailure(Kind kind, String message) {

  /** Sorts of trouble. */
  public enum Kind {
    /** The image does not exist, or cannot be pulled. */
    IMAGE,
    /** Something the command needs in its sandbox cannot be fetched. */
    FETCH,
    /** The sandbox directory cannot be made, or the disk is full. */
    SANDBOX,
    /** The command does not exist or is not executable, the user is unknown, an option is bad. */
    COMMAND,
    /** The runtime itself failed: no engine, out of processes. */
    RUNTIME,
    /** A kill came before the container had started. */
    CANCELLED
  }
}
