package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A command beside a task that somebody talks with, over pipes or a terminal. */
final class AttachedProcess implements Execution {

  /** How long what the command leaves behind may hold on to its output. */
  private static final long AFTERWARDS_SECONDS = 2;

  private final long pid;
  private final ChildProcesses processes;
  private final AgentEnds ends;
  private final CompletableFuture<ContainerExit> exit;

  AttachedProcess(
      long pid, ChildProcesses processes, AgentEnds ends, CompletableFuture<ContainerExit> exit) {
    this.pid = pid;
    this.processes = processes;
    this.ends = ends;
    this.exit = exit;
    var unused =
        exit.thenRunAsync(
            ends::close, CompletableFuture.delayedExecutor(AFTERWARDS_SECONDS, TimeUnit.SECONDS));
  }

  @Override
  public CompletionStage<ContainerExit> exit() {
    return exit;
  }

  @Override
  public Optional<Output> read() {
    return ends.read();
  }

  @Override
  public void write(byte[] input) throws IOException {
    ends.write(input);
  }

  @Override
  public void endInput() throws IOException {
    ends.endInput();
  }

  @Override
  public void resize(TerminalSize size) {
    ends.resize(size);
  }

  @Override
  public void signal(int signal) {
    if (!exit.isDone()) {
      processes.signal(pid, signal);
    }
  }

  @Override
  public void kill() {
    if (!exit.isDone()) {
      ProcessTree.kill(pid, processes);
    }
  }

  @Override
  public void close() {
    ends.close();
  }
}
