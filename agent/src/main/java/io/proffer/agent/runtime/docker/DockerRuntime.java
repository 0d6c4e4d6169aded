package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.ContainerLife;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.LaunchPool;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.TaskRuntime;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.core.protocol.TaskSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks as containers of a Docker engine. The engine need not be there: launches fail, saying
 * so, until it is, and containers whose end it could not tell are asked for when it is back.
 */
public final class DockerRuntime implements TaskRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(DockerRuntime.class);

  /** How long the end of a container waits for the last of its output. */
  private static final long OUTPUT_PATIENCE_MILLIS = 2_000;

  /** How long closing waits for ended containers to be removed. */
  private static final long CLOSE_PATIENCE_MILLIS = 20_000;

  private static final int CARE_THREADS = 4;
  private static final Optional<Integer> SUCCESS = Optional.of(0);

  private final DockerSettings settings;
  private final RuntimeListener listener;
  private final Engine engine;
  private final DockerLaunch launches;
  private final DockerRecovery recovery;
  private final PodHolders pods;
  private final ImageCare images;
  private final LogFollower logs;
  private final EndWatcher watcher;
  private final ExecutorService launcher;
  private final ExecutorService care;
  private final Map<ContainerId, DockerContainer> containers = new ConcurrentHashMap<>();

  private DockerRuntime(DockerSettings settings, RuntimeListener listener, Engine engine) {
    this.settings = settings;
    this.listener = listener;
    this.engine = engine;
    this.launcher = LaunchPool.create("docker-launcher", settings.launchThreads());
    this.care = LaunchPool.create("docker-care", CARE_THREADS);
    this.logs = new LogFollower(engine, settings.sandboxes().logs());
    Map<String, String> ours = Labels.ofAgent(settings.sandboxes().layout().workDir());
    this.recovery = new DockerRecovery(settings, engine, logs, ours);
    this.pods =
        new PodHolders(
            new PodHolderLaunch(settings, engine),
            engine,
            launcher,
            care,
            recovery::expectLeftovers);
    PulledImages pulled =
        PulledImages.open(
            settings.sandboxes().layout().workDir().resolve("meta/docker-images.json"));
    this.images = new ImageCare(engine, settings.images(), pulled);
    this.launches =
        new DockerLaunch(
            settings,
            engine,
            new ImagePulls(
                engine, settings.images().pullTimeout(), settings.images().stallTimeout()),
            pulled,
            pods,
            new DockerStart(
                engine, logs, settings.ip(), c -> hasEnded(c.spec().id(), Optional.empty())),
            launcher,
            this::doom);
    this.watcher =
        new EndWatcher(engine, ours, this::hasEnded, pods::ended, this::lookForMissedEnds);
  }

  /** Never fails: an engine that is not there now may be later. */
  public static DockerRuntime open(DockerSettings settings, RuntimeListener listener) {
    return new DockerRuntime(settings, listener, new Engine(settings.host()));
  }

  @Override
  public RuntimeKind kind() {
    return RuntimeKind.DOCKER;
  }

  @Override
  public boolean takes(ContainerWork work) {
    return takesImage(work);
  }

  /** A container of type DOCKER, or of type MESOS with a Docker image. */
  public static boolean takesImage(ContainerWork work) {
    return work.hasImage()
        && (work.container().getType() == ContainerInfo.Type.DOCKER
            || work.container().getMesos().getImage().hasDocker());
  }

  @Override
  public List<String> describe() {
    try {
      return List.of("docker: engine " + engine.info().getServerVersion() + " at " + engine.host());
    } catch (RuntimeException e) {
      return List.of(
          "docker: no engine answers at "
              + engine.host()
              + "; Docker tasks fail until one does ("
              + EngineTrouble.describe(e)
              + ")");
    }
  }

  @Override
  public List<Unenforced> unenforced() {
    return DockerHost.unenforced(engine);
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    List<RecoveredContainer> found =
        recovery.recover(launched, spec -> containers.computeIfAbsent(spec.id(), k -> fresh(spec)));
    for (DockerContainer container : containers.values()) {
      if (container.life().running().isPresent()) {
        pods.rejoin(container.spec(), why -> doom(container, why));
      }
    }
    recovery.removeLeftoverHolders(pods.held());
    watcher.start();
    images.start();
    return found;
  }

  private DockerContainer fresh(ContainerSpec spec) {
    return new DockerContainer(spec, new ContainerLife(spec.id(), listener));
  }

  @Override
  public void launch(ContainerSpec spec) {
    DockerContainer container = fresh(spec);
    containers.put(spec.id(), container);
    launches.begin(container, () -> containers.remove(spec.id()));
  }

  @Override
  public void cancel(ContainerId id) {
    with(id, DockerContainer::cancel);
  }

  @Override
  public void signal(ContainerId id, Signal signal) {
    with(
        id,
        c -> {
          c.want(signal);
          onCare(() -> send(c, signal));
        });
  }

  @Override
  public void signalMain(ContainerId id, TaskSignal signal) throws LaunchException {
    String running = running(id);
    try {
      engine.kill(running, signal.name());
    } catch (DockerException trouble) {
      throw new LaunchException(LaunchFailure.Kind.RUNTIME, String.valueOf(trouble.getMessage()));
    }
  }

  private void send(DockerContainer container, Signal signal) {
    container
        .dockerId()
        .ifPresent(
            id ->
                engine.kill(
                    id,
                    switch (signal) {
                      case TERM -> container.stopSignal();
                      case KILL -> "SIGKILL";
                    }));
  }

  @Override
  public void exceeded(ContainerId id, ContainerExit.LimitExceeded limit) {
    with(id, c -> c.life().exceeded(limit));
    signal(id, Signal.KILL);
  }

  @Override
  public void resize(ContainerId id, ContainerResources resources) {
    ResourceLimits limits = ResourceLimits.of(resources, settings.boundCpus());
    with(id, c -> onCare(() -> c.dockerId().ifPresent(d -> engine.resize(d, limits))));
  }

  @Override
  public boolean has(ContainerId id) {
    return containers.containsKey(id);
  }

  @Override
  public Execution execute(ContainerId id, ExecRequest request) throws LaunchException {
    return DockerExecution.start(engine, running(id), request);
  }

  @Override
  public Execution attach(ContainerId id) throws LaunchException {
    String running = running(id);
    DockerContainer container = containers.get(id);
    if (container == null || !container.spec().container().hasTtyInfo()) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME, "container " + id + " was started without a terminal");
    }
    return DockerAttachment.join(engine, running);
  }

  /** The engine's id of a container that runs. */
  private String running(ContainerId id) throws LaunchException {
    return Optional.ofNullable(containers.get(id))
        .filter(c -> c.life().running().isPresent())
        .flatMap(DockerContainer::dockerId)
        .orElseThrow(
            () ->
                new LaunchException(
                    LaunchFailure.Kind.CANCELLED, "container " + id + " has ended"));
  }

  @Override
  public void remove(ContainerId id) {
    DockerContainer container = containers.remove(id);
    if (container != null) {
      onCare(() -> container.dockerId().ifPresent(this::remove));
      pods.leave(id);
    }
  }

  private void remove(String dockerId) {
    try {
      engine.remove(dockerId);
    } catch (RuntimeException e) {
      recovery.expectLeftovers();
      throw e;
    }
  }

  /** Its pod is lost: it must end, and that is why. */
  private void doom(DockerContainer container, String why) {
    container.doom(why);
    container.want(Signal.KILL);
    onCare(() -> send(container, Signal.KILL));
  }

  @Override
  public Optional<Usage> usage(ContainerId id) {
    return Optional.ofNullable(containers.get(id))
        .flatMap(DockerContainer::dockerId)
        .flatMap(engine::usage);
  }

  @Override
  public Optional<Long> latePid(ContainerId id) {
    return Optional.ofNullable(containers.get(id)).flatMap(DockerContainer::latePid);
  }

  @Override
  public void prune(Set<String> kept) {
    images.prune(kept);
  }

  private void hasEnded(ContainerId id, Optional<Integer> status) {
    if (status.equals(SUCCESS)) {
      // Nothing that the engine could add would change that.
      with(id, c -> tellExit(c, new ContainerExit.Exited(0)));
    } else {
      with(id, c -> onCare(() -> tellEnd(c)));
    }
  }

  /** Asks about every container that is thought to run, and tells the engine again what to end. */
  private void lookForMissedEnds() {
    onCare(
        () -> {
          pods.look(recovery.holders());
          recovery.removeLeftovers(containers::containsKey, pods.held());
        });
    for (DockerContainer container : containers.values()) {
      if (container.life().running().isPresent()) {
        onCare(
            () -> {
              tellEnd(container);
              container.wanted().ifPresent(s -> send(container, s));
            });
      }
    }
  }

  private void tellEnd(DockerContainer container) {
    Optional<String> id = container.dockerId();
    if (id.isEmpty() || container.life().ended()) {
      return;
    }
    Optional<Inspection> inspection = engine.inspect(id.get());
    if (inspection.isEmpty()) {
      container
          .life()
          .exited(
              new ContainerExit.Unknown(
                  "The container was removed from the Docker engine by somebody else"));
      return;
    }
    if (inspection.get().running()) {
      container
          .life()
          .running()
          .ifPresent(r -> container.follow(() -> logs.follow(id.get(), Path.of(r.sandbox()))));
      return;
    }
    if (inspection.get().neverStarted()) {
      return;
    }
    tellExit(container, inspection.get().exit(container.spec()));
  }

  /** Once its output is in the sandbox. */
  private static void tellExit(DockerContainer container, ContainerExit seen) {
    ContainerExit exit =
        container.doom().<ContainerExit>map(ContainerExit.Unknown::new).orElse(seen);
    CompletableFuture<Void> output = container.output().copy();
    var unused =
        output
            .completeOnTimeout(null, OUTPUT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .thenRun(() -> container.life().exited(exit));
  }

  private void with(ContainerId id, Consumer<DockerContainer> action) {
    Optional.ofNullable(containers.get(id)).ifPresent(action);
  }

  private void onCare(Runnable work) {
    try {
      care.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              // The watcher notices that the engine is away, and has all looked after later.
              LOG.warn(
                  "The Docker engine at {} does not answer: {}",
                  settings.host(),
                  EngineTrouble.describe(e));
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the runtime is closed");
    }
  }

  @Override
  public void close() {
    watcher.close();
    images.close();
    logs.close();
    launcher.shutdown();
    care.shutdown();
    try {
      if (!care.awaitTermination(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        care.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engine.close();
  }
}
