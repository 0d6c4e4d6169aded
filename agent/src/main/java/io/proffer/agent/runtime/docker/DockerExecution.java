package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.TaskEnvironment;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command inside a Docker container, as {@code docker exec} runs it. */
final class DockerExecution implements Execution {

  private static final Logger LOG = LoggerFactory.getLogger(DockerExecution.class);
  private static final int STDERR = 2;
  private static final byte END_OF_TRANSMISSION = 4;
  private static final int CHUNK = 1 << 16;

  /** How long the engine may take to know how a command ended whose output has. */
  private static final int INSPECTIONS = 12;

  private final Engine engine;
  private final String id;
  private final boolean terminal;
  private final EngineStream stream;
  private final DataInputStream output;
  private final CompletableFuture<ContainerExit> exit = new CompletableFuture<>();
  private int leftInFrame;
  private boolean frameOfError;

  private DockerExecution(Engine engine, String id, boolean terminal, EngineStream stream) {
    this.engine = engine;
    this.id = id;
    this.terminal = terminal;
    this.stream = stream;
    this.output = new DataInputStream(stream.body());
  }

  static Execution start(Engine engine, String container, ExecRequest request)
      throws LaunchException {
    boolean terminal = request.terminal().isPresent();
    try {
      String id =
          engine.createExec(container, command(request), environment(request.command()), request);
      EngineStream stream = engine.startExec(id, terminal);
      DockerExecution execution = new DockerExecution(engine, id, terminal, stream);
      request.terminal().ifPresent(execution::resizeAtFirst);
      if (!request.attached()) {
        Thread.ofVirtual().name("docker-exec-" + id).start(execution::discardOutput);
      }
      return execution;
    } catch (IOException | RuntimeException e) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "the Docker engine did not run the command: " + EngineTrouble.describe(e));
    }
  }

  /** A terminal of the usual size is better than none. */
  private void resizeAtFirst(TerminalSize size) {
    try {
      resize(size);
    } catch (IOException e) {
      LOG.debug("{}", e.getMessage());
    }
  }

  private static List<String> command(ExecRequest request) throws LaunchException {
    CommandInfo command = request.command();
    if (!command.hasValue() && command.getArgumentsCount() == 0) {
      throw new LaunchException(LaunchFailure.Kind.COMMAND, "there is no command to run");
    }
    if (command.getShell()) {
      return List.of("/bin/sh", "-c", command.getValue());
    }
    List<String> words = new ArrayList<>();
    if (command.hasValue()) {
      words.add(command.getValue());
    }
    boolean named = request.attached() && command.hasValue();
    words.addAll(command.getArgumentsList().stream().skip(named ? 1 : 0).toList());
    return words;
  }

  private static List<String> environment(CommandInfo command) throws LaunchException {
    return TaskEnvironment.own(command).entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
  }

  private void discardOutput() {
    try {
      boolean more = true;
      while (more) {
        more = read().isPresent();
      }
    } catch (IOException e) {
      LOG.debug("The output of {} is cut short: {}", id, e.getMessage());
    }
  }

  @Override
  public CompletionStage<ContainerExit> exit() {
    return exit;
  }

  @Override
  public synchronized Optional<Output> read() throws IOException {
    try {
      Optional<Output> said = terminal ? readRaw() : readFrame();
      if (said.isEmpty()) {
        ended();
      }
      return said;
    } catch (IOException e) {
      ended();
      throw e;
    }
  }

  private Optional<Output> readRaw() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int n = output.read(chunk);
    return n < 0
        ? Optional.empty()
        : Optional.of(new Output(false, ByteString.copyFrom(chunk, 0, n)));
  }

  /** Frames: a byte for the stream, three of nothing, a length, and the output. */
  private Optional<Output> readFrame() throws IOException {
    while (leftInFrame == 0) {
      int kind = output.read();
      if (kind < 0) {
        return Optional.empty();
      }
      frameOfError = kind == STDERR;
      output.skipNBytes(3);
      leftInFrame = output.readInt();
    }
    byte[] chunk = output.readNBytes(Math.min(leftInFrame, CHUNK));
    if (chunk.length == 0) {
      throw new EOFException("the engine's answer broke off");
    }
    leftInFrame -= chunk.length;
    return Optional.of(new Output(frameOfError, ByteString.copyFrom(chunk)));
  }

  /** Asks how it ended: the engine may know that only a moment after the end of the output. */
  private void ended() {
    if (exit.isDone()) {
      return;
    }
    try {
      for (int i = 0; i < INSPECTIONS; i++) {
        InspectExecResponse exec = engine.inspectExec(id);
        if (!Boolean.TRUE.equals(exec.isRunning()) && exec.getExitCodeLong() != null) {
          exit.complete(new ContainerExit.Exited(exec.getExitCodeLong().intValue()));
          return;
        }
        pause(i);
      }
      exit.complete(new ContainerExit.Unknown("its output has ended, but it runs on"));
    } catch (IOException | RuntimeException e) {
      exit.complete(
          new ContainerExit.Unknown(
              "the Docker engine does not say how it ended: " + EngineTrouble.describe(e)));
    }
  }

  @Override
  public void write(byte[] input) throws IOException {
    stream.write(input);
  }

  /** A terminal stays open: it is told as by a person, with a key. */
  @Override
  public void endInput() throws IOException {
    if (terminal) {
      write(new byte[] {END_OF_TRANSMISSION});
    } else {
      stream.endOutput();
    }
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    if (!terminal) {
      return;
    }
    try {
      engine.resizeExec(id, size);
    } catch (RuntimeException e) {
      throw new IOException("the terminal keeps its size: " + EngineTrouble.describe(e), e);
    }
  }

  /**
   * The engine has no way to signal a command: it tells which process of its machine it is. It says
   * that the command runs a moment before it has a process.
   *
   * @return empty when it has ended
   */
  private Optional<LocalProcess> process() throws IOException {
    for (int i = 0; i < INSPECTIONS; i++) {
      InspectExecResponse exec = engine.inspectExec(id);
      if (!Boolean.TRUE.equals(exec.isRunning())) {
        return Optional.empty();
      }
      Long pid = exec.getPidLong();
      if (pid != null && pid > 0) {
        return Optional.of(
            LocalProcess.of(exec.getContainerID(), pid)
                .orElseThrow(
                    () ->
                        new IOException(
                            "the engine is not on this machine, or hides its processes")));
      }
      pause(i);
    }
    throw new IOException("the engine has not started it");
  }

  /** A little longer each time. */
  private static void pause(int attempt) throws IOException {
    try {
      Thread.sleep(1L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void signal(int signal) throws IOException {
    if (exit.isDone()) {
      return;
    }
    try {
      Optional<LocalProcess> process = process();
      if (process.isPresent() && !process.get().signal(signal)) {
        throw new IOException("the agent may not signal processes of the container");
      }
    } catch (RuntimeException e) {
      throw new IOException(EngineTrouble.describe(e), e);
    }
  }

  @Override
  public void kill() {
    if (exit.isDone()) {
      return;
    }
    try {
      Optional<LocalProcess> process = process();
      if (process.isPresent() && !process.get().kill()) {
        throw new IOException("the agent may not");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Command {} cannot be killed: {}", id, EngineTrouble.describe(e));
    }
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
