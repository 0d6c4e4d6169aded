package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.Execution;
import java.util.concurrent.CompletableFuture;

/** Starts commands beside tasks that run. */
record ProcessExecutions(ChildProcesses processes) {

  Execution start(BesideCommand command) throws LaunchException {
    CompletableFuture<ContainerExit> exit = new CompletableFuture<>();
    long pid = spawn(command, StandardFiles.none(), exit);
    return new UnattendedProcess(exit, () -> ProcessTree.kill(pid, processes));
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
