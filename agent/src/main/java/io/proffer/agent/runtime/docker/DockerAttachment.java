package io.proffer.agent.runtime.docker;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The own command of a Docker container that has a terminal, as {@code docker attach} joins it. To
 * kill it is to leave it to itself: it is not the agent's API that ends tasks.
 */
final class DockerAttachment implements Execution {

  private static final Logger LOG = LoggerFactory.getLogger(DockerAttachment.class);
  private static final int CHUNK = 1 << 16;
  private static final byte END_OF_TRANSMISSION = 4;

  private final Engine engine;
  private final String container;
  private final EngineStream stream;
  private final CompletableFuture<ContainerExit> exit = new CompletableFuture<>();

  private DockerAttachment(Engine engine, String container, EngineStream stream) {
    this.engine = engine;
    this.container = container;
    this.stream = stream;
  }

  static Execution join(Engine engine, String container) throws LaunchException {
    try {
      return new DockerAttachment(engine, container, engine.attach(container));
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "the Docker engine did not join the container: " + EngineTrouble.describe(e));
    }
  }

  @Override
  public CompletionStage<ContainerExit> exit() {
    return exit;
  }

  @Override
  public Optional<Output> read() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int n = -1;
    try {
      n = stream.body().read(chunk);
    } finally {
      if (n < 0) {
        exit.complete(new ContainerExit.Unknown("The task's status says how it ended"));
      }
    }
    return n < 0
        ? Optional.empty()
        : Optional.of(new Output(false, ByteString.copyFrom(chunk, 0, n)));
  }

  @Override
  public void write(byte[] input) throws IOException {
    stream.write(input);
  }

  /** A terminal stays open: it is told as by a person, with a key. */
  @Override
  public void endInput() throws IOException {
    write(new byte[] {END_OF_TRANSMISSION});
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    try {
      engine.resizeTerminal(container, size);
    } catch (RuntimeException e) {
      throw new IOException("the terminal keeps its size: " + EngineTrouble.describe(e), e);
    }
  }

  @Override
  public void signal(int signal) throws IOException {
    throw new IOException("a task's own command is ended through its framework");
  }

  @Override
  public void kill() {
    close();
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }
}
