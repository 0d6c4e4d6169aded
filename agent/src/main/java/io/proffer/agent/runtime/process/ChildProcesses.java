package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.LaunchException;
import java.util.function.Consumer;

/**
 * Starts processes in sessions of their own and sees them end without asking again and again. Safe
 * for use by several threads.
 */
interface ChildProcesses extends AutoCloseable {

  /**
   * Starts a process as the leader of a new session and process group, with no files open but its
   * standard ones.
   *
   * @param onExit told once, from a thread that is not to be held up; what was left of the process
   *     group has been killed by then
   * @return its pid
   * @throws LaunchException when it cannot be started, saying why
   */
  long spawn(ProcessCommand command, Consumer<ContainerExit> onExit) throws LaunchException;

  /**
   * Watches a process that an earlier agent started. How it ends cannot be known, only that it
   * does.
   *
   * @return false when there is no such process
   */
  boolean adopt(long pid, Consumer<ContainerExit> onExit);

  /** Signals all processes of a session; nothing when there is none. */
  void signal(long pid, Signal signal);

  /** Likewise, with any signal of this machine. */
  void signal(long pid, int signal);

  /** Signals one process; nothing when there is none. */
  void signalOne(long pid, int signal);

  /** Stops watching; the processes run on. */
  @Override
  void close();
}
