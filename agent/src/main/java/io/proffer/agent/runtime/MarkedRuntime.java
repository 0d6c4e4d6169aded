package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.runtime.exec.TerminalSize;
import io.proffer.agent.runtime.process.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the commands that run beside tasks, in their environment, so that all they have started is
 * found and ended with them: also what has left for a session of its own, and what an agent left
 * behind that was killed.
 */
public final class MarkedRuntime extends ForwardingRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(MarkedRuntime.class);
  private static final String VARIABLE = "PROFFER_EXECUTION";

  /** What is killed may be forking. */
  private static final int ROUNDS = 10;

  private final ContainerRuntime runtime;
  private final String agent;
  private final AtomicLong executions = new AtomicLong();

  /**
   * @param workDir which no two agents of a machine share, and one keeps when it is restarted
   */
  public MarkedRuntime(ContainerRuntime runtime, Path workDir) {
    this.runtime = runtime;
    String name = workDir.toAbsolutePath().normalize().toString();
    this.agent = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  protected ContainerRuntime next() {
    return runtime;
  }

  /** What an earlier agent had run beside tasks ends here: nobody would hear of it any more. */
  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    int ended = endAll(agent + "/");
    if (ended > 0) {
      LOG.warn("Ended {} processes that an earlier agent had run beside its tasks", ended);
    }
    return runtime.recover(launched);
  }

  @Override
  public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    String mark =
        agent + "/" + ProcessHandle.current().pid() + "-" + executions.incrementAndGet() + "/";
    MarkedExecution execution =
        new MarkedExecution(runtime.execute(container, request.with(VARIABLE, mark)), mark);
    if (request.attached()) {
      var unused = execution.exit().thenRun(() -> Thread.startVirtualThread(() -> endAll(mark)));
    }
    return execution;
  }

  private static int endAll(String mark) {
    int ended = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Collection<Long> found = ProcFs.findByEnvironment(VARIABLE + "=" + mark).keySet();
      if (found.isEmpty()) {
        break;
      }
      found.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      ended += found.size();
    }
    return ended;
  }

  private record MarkedExecution(Execution execution, String mark) implements Execution {

    @Override
    public CompletionStage<ContainerExit> exit() {
      return execution.exit();
    }

    @Override
    public Optional<Output> read() throws IOException {
      return execution.read();
    }

    @Override
    public void write(byte[] input) throws IOException {
      execution.write(input);
    }

    @Override
    public void endInput() throws IOException {
      execution.endInput();
    }

    @Override
    public void resize(TerminalSize size) throws IOException {
      execution.resize(size);
    }

    @Override
    public void signal(int signal) throws IOException {
      execution.signal(signal);
    }

    @Override
    public void kill() {
      execution.kill();
      endAll(mark);
    }

    @Override
    public void close() {
      execution.close();
    }
  }
}
