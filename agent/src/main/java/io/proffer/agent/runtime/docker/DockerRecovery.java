package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.model.Container;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.runtime.LaunchedContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the containers of an earlier agent by their labels. */
final class DockerRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(DockerRecovery.class);
  private static final int ATTEMPTS = 20;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(30);

  private final DockerSettings settings;
  private final Engine engine;
  private final LogFollower logs;
  private final Map<String, String> ours;
  private volatile boolean leftoversMayBe;

  DockerRecovery(
      DockerSettings settings, Engine engine, LogFollower logs, Map<String, String> ours) {
    this.settings = settings;
    this.engine = engine;
    this.logs = logs;
    this.ours = ours;
  }

  List<RecoveredContainer> recover(
      List<LaunchedContainer> launched, Function<ContainerSpec, DockerContainer> register) {
    Optional<Map<ContainerId, String>> known = list(launched.isEmpty() ? 1 : ATTEMPTS);
    if (known.isEmpty()) {
      leftoversMayBe = true;
      return launched.stream().map(l -> withoutEngine(l, register)).toList();
    }
    Map<ContainerId, String> dockerIds = known.get();
    List<RecoveredContainer> found = new ArrayList<>();
    for (LaunchedContainer container : launched) {
      Optional<String> id = Optional.ofNullable(dockerIds.remove(container.spec().id()));
      found.add(recover(container, id, register));
    }
    dockerIds.values().forEach(this::removeLeftover);
    return found;
  }

  private static Optional<ContainerId> label(Container container, String name) {
    return Optional.ofNullable(container.getLabels().get(name)).map(ContainerId::new);
  }

  /** The holders that run, by pod. Throws when the engine does not answer. */
  Map<ContainerId, PodHolder> holders() {
    Map<ContainerId, PodHolder> running = new LinkedHashMap<>();
    for (Container c : engine.list(ours)) {
      Optional<ContainerId> pod = label(c, Labels.POD).filter(p -> !running.containsKey(p));
      if (pod.isPresent()) {
        engine
            .inspect(c.getId())
            .filter(Inspection::running)
            .ifPresent(i -> running.put(pod.get(), i.holder()));
      }
    }
    return running;
  }

  /**
   * Removes the holders of pods that are no more. The engine lists the newest first: of two of one
   * pod, the older was on its way out when an agent died.
   *
   * @param held the pods that have containers
   */
  void removeLeftoverHolders(Set<ContainerId> held) {
    try {
      Set<ContainerId> seen = new LinkedHashSet<>();
      for (Container c : engine.list(ours)) {
        Optional<ContainerId> pod = label(c, Labels.POD);
        if (pod.isPresent() && !(held.contains(pod.get()) && seen.add(pod.get()))) {
          removeLeftover(c.getId());
        }
      }
    } catch (RuntimeException e) {
      expectLeftovers();
    }
  }

  /** Something could not be removed: it is to be removed when the engine is back. */
  void expectLeftovers() {
    leftoversMayBe = true;
  }

  /**
   * Removes the leftovers that could not be removed because the engine was away: launches under way
   * when the agent started have been told to have failed, so nothing of them may run.
   *
   * @param known tells the containers of this agent
   * @param held the pods that have containers
   */
  void removeLeftovers(Predicate<ContainerId> known, Set<ContainerId> held) {
    if (!leftoversMayBe) {
      return;
    }
    Optional<Map<ContainerId, String>> found = list(1);
    leftoversMayBe = found.isEmpty();
    found.orElse(Map.of()).entrySet().stream()
        .filter(e -> !known.test(e.getKey()))
        .forEach(e -> removeLeftover(e.getValue()));
    removeLeftoverHolders(held);
  }

  /** Empty when the engine does not answer. */
  private Optional<Map<ContainerId, String>> list(int attempts) {
    for (int i = 1; ; i++) {
      try {
        Map<ContainerId, String> byContainer = new LinkedHashMap<>();
        for (Container c : engine.list(ours)) {
          label(c, Labels.CONTAINER).ifPresent(id -> byContainer.put(id, c.getId()));
        }
        return Optional.of(byContainer);
      } catch (RuntimeException e) {
        if (i >= attempts || !pause()) {
          return Optional.empty();
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What was known to run is taken to run on; the watcher asks when the engine is back. */
  private RecoveredContainer withoutEngine(
      LaunchedContainer launched, Function<ContainerSpec, DockerContainer> register) {
    if (launched.running().isEmpty()) {
      return new RecoveredContainer.NeverStarted(launched.spec().id());
    }
    RunningContainer running = launched.running().get();
    DockerContainer container = register.apply(launched.spec());
    container.created(running.handle());
    container.life().recovered(running);
    LOG.warn("Container {} cannot be asked for: the engine does not answer", running.handle());
    return new RecoveredContainer.Alive(running);
  }

  private RecoveredContainer recover(
      LaunchedContainer launched,
      Optional<String> id,
      Function<ContainerSpec, DockerContainer> register) {
    ContainerSpec spec = launched.spec();
    Optional<Inspection> inspection = id.flatMap(engine::inspect);
    if (inspection.isEmpty()) {
      return gone(launched);
    }
    if (inspection.get().neverStarted()) {
      engine.remove(inspection.get().id());
      return new RecoveredContainer.NeverStarted(spec.id());
    }
    return found(launched, inspection.get(), register.apply(spec));
  }

  private static RecoveredContainer gone(LaunchedContainer launched) {
    return launched
        .running()
        .<RecoveredContainer>map(
            r ->
                new RecoveredContainer.Ended(
                    r,
                    new ContainerExit.Unknown(
                        "The container was removed from the Docker engine while the agent was"
                            + " down")))
        .orElseGet(() -> new RecoveredContainer.NeverStarted(launched.spec().id()));
  }

  private RecoveredContainer found(
      LaunchedContainer launched, Inspection inspection, DockerContainer container) {
    ContainerSpec spec = launched.spec();
    Path sandbox =
        launched
            .running()
            .map(r -> Path.of(r.sandbox()))
            .orElseGet(() -> settings.sandboxes().layout().sandbox(spec));
    RunningContainer running =
        launched
            .running()
            .orElseGet(
                () ->
                    inspection.runningContainer(
                        spec, settings.ip(), Optional.empty(), sandbox, Instant.now()));
    container.created(inspection.id());
    container.stopsOn(inspection.stopSignal());
    container.runsAs(inspection.pid());
    container.follow(() -> logs.follow(inspection.id(), sandbox));
    if (inspection.running()) {
      container.life().recovered(running);
      return new RecoveredContainer.Alive(running);
    }
    awaitOutput(container);
    return new RecoveredContainer.Ended(running, inspection.exit(spec));
  }

  private static void awaitOutput(DockerContainer container) {
    container
        .output()
        .copy()
        .completeOnTimeout(null, OUTPUT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** Its end was told and written down, but the agent did not live to remove it. */
  private void removeLeftover(String id) {
    try {
      engine.remove(id);
    } catch (RuntimeException e) {
      LOG.warn("Leftover container {} cannot be removed: {}", id, EngineTrouble.describe(e));
    }
  }
}
