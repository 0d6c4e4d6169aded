package io.proffer.agent.runtime.exec;

import io.proffer.agent.container.ContainerExit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says nothing, and ends when it is killed. */
public final class FakeExecution implements Execution {

  private final CompletableFuture<ContainerExit> exit = new CompletableFuture<>();

  @Override
  public CompletionStage<ContainerExit> exit() {
    return exit;
  }

  @Override
  public Optional<Output> read() {
    exit.join();
    return Optional.empty();
  }

  @Override
  public void write(byte[] input) {}

  @Override
  public void endInput() {}

  @Override
  public void resize(TerminalSize size) {}

  @Override
  public void signal(int signal) {}

  @Override
  public void kill() {
    exit.complete(new ContainerExit.Signaled(9));
  }

  @Override
  public void close() {}
}
