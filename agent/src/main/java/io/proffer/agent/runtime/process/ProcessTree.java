package io.proffer.agent.runtime.process;

import io.proffer.agent.container.Signal;
import java.util.List;

/** A process with all that it has started, and that these have. */
final class ProcessTree {

  private ProcessTree() {}

  /** Kills them, also those that have left for sessions of their own. */
  static void kill(long pid, ChildProcesses processes) {
    List<ProcessHandle> descendants =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList();
    processes.signal(pid, Signal.KILL);
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
