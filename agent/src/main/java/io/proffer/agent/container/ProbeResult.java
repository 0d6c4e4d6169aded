package io.proffer.agent.container;

/** What one look at a target found. */
public sealed interface ProbeResult {

  /** The server answered, after all redirects, with this status. */
  record HttpAnswered(int status) implements ProbeResult {}

  /** A TCP connection could or could not be made. */
  record TcpTried(boolean connected) implements ProbeResult {}

  /** The command ended by itself. */
  record CommandExited(int code) implements ProbeResult {}

  /**
   * There is no result: it took too long, or the server could not be spoken with.
   *
   * @param why in words, for the agent's log
   */
  record Failed(String why) implements ProbeResult {}

  /**
   * It could not be looked at now, for a reason that is not the task's; says nothing about it.
   *
   * @param why in words, for the agent's log
   */
  record Unavailable(String why) implements ProbeResult {}
}
