package io.proffer.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.proffer.agent.actor.ReadModel;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.fetch.FetchJobs;
import io.proffer.agent.sandbox.fetch.Fetcher;
import io.proffer.agent.sandbox.gc.SandboxCollector;
import io.proffer.agent.sandbox.logs.LogRotator;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Everything that looks after sandboxes while an agent runs. */
final class SandboxCare implements AutoCloseable {

  private static final long SNAPSHOT_PATIENCE_SECONDS = 20;

  private final SandboxOptions options;
  private final SandboxLayout layout;
  private final FetchJobs fetches;
  private final LogRotator logs;
  private Optional<SandboxCollector> collector = Optional.empty();

  private SandboxCare(
      SandboxOptions options, SandboxLayout layout, FetchJobs fetches, LogRotator logs) {
    this.options = options;
    this.layout = layout;
    this.fetches = fetches;
    this.logs = logs;
  }

  /**
   * @throws IOException when the fetcher's cache cannot be used
   */
  static SandboxCare open(SandboxOptions options, Path workDir) throws IOException {
    keepPrivate(workDir.resolve("meta"));
    try {
      return new SandboxCare(
          options,
          new SandboxLayout(workDir),
          new FetchJobs(Fetcher.open(options.fetch()), options.fetch()),
          new LogRotator(options.logs()));
    } catch (IOException e) {
      throw new IOException(
          "the fetcher's cache directory %s cannot be used: %s"
              .formatted(options.fetch().cacheDir(), IoTrouble.describe(e)),
          e);
    }
  }

  /** What the agent remembers of its tasks has their secrets in it. */
  private static void keepPrivate(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  FetchJobs fetches() {
    return fetches;
  }

  LogRotator logs() {
    return logs;
  }

  /** Containers of an earlier agent run on. */
  void recovered(List<RecoveredContainer> containers) {
    for (RecoveredContainer container : containers) {
      if (container instanceof RecoveredContainer.Alive alive
          && alive.container().runtime().equals(RuntimeKind.PROCESS)) {
        logs.watch(alive.id(), Path.of(alive.container().sandbox()));
      }
    }
  }

  /**
   * Begins to remove sandboxes that nobody uses.
   *
   * @param checkpointed what the agent knew when it started
   * @param reads knows what runs
   */
  SandboxMetrics begin(AgentSnapshot checkpointed, ReadModel reads, MeterRegistry registry) {
    SandboxCollector started =
        new SandboxCollector(
            options.collection(), layout, runs(checkpointed), () -> live(reads), Ticker.system());
    started.start();
    collector = Optional.of(started);
    return new SandboxMetrics(fetches, logs, started, registry);
  }

  private Optional<Set<Path>> live(ReadModel reads) {
    try {
      return Optional.of(
          runs(
              reads
                  .snapshot()
                  .toCompletableFuture()
                  .get(SNAPSHOT_PATIENCE_SECONDS, TimeUnit.SECONDS)));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Set<Path> runs(AgentSnapshot snapshot) {
    Set<Path> runs = new LinkedHashSet<>();
    snapshot
        .executors()
        .forEach(e -> runs.add(layout.run(e.agent(), e.framework(), e.id(), e.container())));
    return runs;
  }

  @Override
  public void close() {
    collector.ifPresent(SandboxCollector::close);
    logs.close();
    fetches.close();
  }
}
