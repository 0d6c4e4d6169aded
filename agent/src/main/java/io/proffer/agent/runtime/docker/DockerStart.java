package io.proffer.agent.runtime.docker;

import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.TerminalSize;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts containers that were created, and tells that they run. */
final class DockerStart {

  private static final Logger LOG = LoggerFactory.getLogger(DockerStart.class);

  /** More than an engine takes to say how a container is, unless it is busy with its end. */
  private static final Duration PATIENCE = Duration.ofMillis(5);

  private final Engine engine;
  private final LogFollower logs;
  private final String hostIp;
  private final Consumer<DockerContainer> ended;

  /**
   * @param hostIp the agent's, for containers on its machine's network
   * @param ended is to look at a container that ended while it was started
   */
  DockerStart(Engine engine, LogFollower logs, String hostIp, Consumer<DockerContainer> ended) {
    this.engine = engine;
    this.logs = logs;
    this.hostIp = hostIp;
    this.ended = ended;
  }

  /** Blocks until it was told; throws what the engine has against it. */
  void start(DockerContainer container, String id, Path sandbox) throws LaunchException {
    engine.start(id);
    sizeTerminal(container.spec(), id);
    CompletableFuture<Inspection> inspecting = inspect(id);
    if (isKnownInAdvance(container)) {
      inspecting
          .copy()
          .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .handle((inspection, trouble) -> inspection)
          .join();
      if (!inspecting.isDone()) {
        tellUnseen(container, id, sandbox, inspecting);
        return;
      }
    }
    tell(container, id, sandbox, await(inspecting));
  }

  private CompletableFuture<Inspection> inspect(String id) {
    CompletableFuture<Inspection> inspecting = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("docker-inspect-" + id)
        .start(
            () -> {
              try {
                inspecting.complete(
                    engine
                        .inspect(id)
                        .orElseThrow(
                            () ->
                                new LaunchException(
                                    LaunchFailure.Kind.RUNTIME,
                                    "the container vanished as it was started")));
              } catch (LaunchException | RuntimeException e) {
                inspecting.completeExceptionally(e);
              }
            });
    return inspecting;
  }

  private static Inspection await(CompletableFuture<Inspection> inspecting) throws LaunchException {
    try {
      return inspecting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LaunchException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException trouble ? trouble : e;
    }
  }

  /** Nothing that has to be told of it is up to the engine. */
  private static boolean isKnownInAdvance(DockerContainer container) throws LaunchException {
    Optional<TaskInfo> task = container.spec().task();
    return task.isPresent()
        && !task.get().hasCheck()
        && !task.get().hasHealthCheck()
        && container.pod().isEmpty()
        && DockerNetworks.of(container.spec().container()).host();
  }

  private void tell(DockerContainer container, String id, Path sandbox, Inspection inspection) {
    container.stopsOn(inspection.stopSignal());
    container.follow(() -> logs.follow(id, sandbox));
    container
        .life()
        .started(
            inspection.runningContainer(
                container.spec(), hostIp, container.pod(), sandbox, Instant.now()));
    if (!inspection.running()) {
      // Its end may have been heard of before there was anything to compare it with.
      ended.accept(container);
    }
  }

  /**
   * An engine answers nothing about a container while it tidies up after its end, which takes
   * longer than many a command runs: that it was started is told all the same.
   */
  private void tellUnseen(
      DockerContainer container,
      String id,
      Path sandbox,
      CompletableFuture<Inspection> inspecting) {
    container.follow(() -> logs.follow(id, sandbox));
    container
        .life()
        .started(
            new RunningContainer(
                container.spec().id(),
                RuntimeKind.DOCKER,
                id,
                Optional.empty(),
                hostIp.isEmpty() ? List.of() : List.of(hostIp),
                sandbox.toString(),
                Instant.now()));
    var unused =
        inspecting.whenComplete(
            (inspection, trouble) -> {
              if (trouble == null && inspection.running()) {
                container.stopsOn(inspection.stopSignal());
                container.runsAs(inspection.pid());
              } else {
                ended.accept(container);
              }
            });
  }

  /** It has the usual size where the engine cannot do this. */
  private void sizeTerminal(ContainerSpec spec, String id) {
    TTYInfo terminal = spec.container().getTtyInfo();
    if (terminal.hasWindowSize()) {
      try {
        engine.resizeTerminal(
            id,
            new TerminalSize(
                terminal.getWindowSize().getRows(), terminal.getWindowSize().getColumns()));
      } catch (RuntimeException e) {
        LOG.debug("the terminal of {} keeps its size: {}", id, EngineTrouble.describe(e));
      }
    }
  }
}
