package io.proffer.agent.runtime.exec;

import io.proffer.agent.container.ContainerExit;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A command that runs inside a container. Safe for use by several threads. */
public interface Execution extends AutoCloseable {

  /** How it ended. */
  CompletionStage<ContainerExit> exit();

  /**
   * Blocks until it says something.
   *
   * @return empty, and from then on always, when it will say nothing more
   */
  Optional<Output> read() throws IOException;

  /** Blocks until it has taken its input, or has ended. */
  void write(byte[] input) throws IOException;

  /** There is no more input. */
  void endInput() throws IOException;

  /** Nothing when it has no terminal. */
  void resize(TerminalSize size) throws IOException;

  /**
   * Sends it, and what it has started and not sent away, a signal; nothing when it has ended.
   *
   * @throws IOException when that is not possible, saying why
   */
  void signal(int signal) throws IOException;

  /** Kills it and what it has started; may block for a moment. Nothing when it has ended. */
  void kill();

  /** Releases what it holds here; does not end it. */
  @Override
  void close();
}
