package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A command beside a task that nobody talks with. */
record UnattendedProcess(long pid, ChildProcesses processes, CompletableFuture<ContainerExit> ended)
    implements Execution {

  @Override
  public CompletionStage<ContainerExit> exit() {
    return ended;
  }

  @Override
  public Optional<Output> read() {
    return Optional.empty();
  }

  @Override
  public void write(byte[] input) {}

  @Override
  public void endInput() {}

  @Override
  public void resize(TerminalSize size) {}

  @Override
  public void signal(int signal) {
    if (!ended.isDone()) {
      processes.signal(pid, signal);
    }
  }

  @Override
  public void kill() {
    if (!ended.isDone()) {
      ProcessTree.kill(pid, processes);
    }
  }

  @Override
  public void close() {}
}
