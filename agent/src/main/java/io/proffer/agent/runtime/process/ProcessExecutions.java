package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import java.util.concurrent.CompletableFuture;

/** Starts commands beside tasks that run. */
record ProcessExecutions(ChildProcesses processes, LibC libc) {

  Execution start(BesideCommand command, ExecRequest request) throws LaunchException {
    CompletableFuture<ContainerExit> exit = new CompletableFuture<>();
    if (!request.attached()) {
      return new UnattendedProcess(spawn(command, StandardFiles.none(), exit), processes, exit);
    }
    AgentEnds ends =
        request.terminal().isPresent()
            ? AgentEnds.ofTerminal(libc, request.terminal().get(), command.user())
            : AgentEnds.ofPipes(libc);
    try {
      long pid = spawn(command, ends.taskEnds(), exit);
      ends.started();
      return new AttachedProcess(pid, processes, ends, exit);
    } catch (LaunchException e) {
      ends.close();
      throw e;
    }
  }

  private long spawn(
      BesideCommand command, StandardFiles files, CompletableFuture<ContainerExit> exit)
      throws LaunchException {
    return processes.spawn(
        new ProcessCommand(
            command.executable(),
            command.arguments(),
            command.environment(),
            command.directory(),
            files.stdin(),
            files.stdout(),
            files.stderr()),
        exit::complete);
  }
}
