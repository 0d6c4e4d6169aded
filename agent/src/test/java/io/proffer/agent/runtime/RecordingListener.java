package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RunningContainer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Remembers what it is told, for tests to wait for. */
public final class RecordingListener implements RuntimeListener {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<ContainerId, RunningContainer> started = new ConcurrentHashMap<>();
  private final Map<ContainerId, LaunchFailure> failed = new ConcurrentHashMap<>();
  private final Map<ContainerId, ContainerExit> exited = new ConcurrentHashMap<>();

  @Override
  public void started(RunningContainer container) {
    assertThat(exited).doesNotContainKey(container.id());
    assertThat(started.put(container.id(), container)).as("started twice").isNull();
  }

  @Override
  public void launchFailed(ContainerId container, LaunchFailure failure) {
    failed.put(container, failure);
  }

  @Override
  public void exited(ContainerId container, ContainerExit exit) {
    assertThat(exited.put(container, exit)).as("exited twice").isNull();
  }

  public RunningContainer awaitStarted(ContainerId id) {
    return await(started, id);
  }

  public LaunchFailure awaitFailed(ContainerId id) {
    return await(failed, id);
  }

  public ContainerExit awaitExited(ContainerId id) {
    return await(exited, id);
  }

  /** Waits for a launch to succeed, which gives nothing, or to fail. */
  public Optional<LaunchFailure> awaitOutcome(ContainerId id) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> started.containsKey(id) || failed.containsKey(id));
    return Optional.ofNullable(failed.get(id));
  }

  /** What was started so far. */
  public Set<ContainerId> started() {
    return Set.copyOf(started.keySet());
  }

  public int startedCount() {
    return started.size();
  }

  public int exitedCount() {
    return exited.size();
  }

  public boolean hasExited(ContainerId id) {
    return exited.containsKey(id);
  }

  private <V> V await(Map<ContainerId, V> seen, ContainerId id) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(seen)
                    .as("failures so far: %s, exits so far: %s", failed, exited)
                    .containsKey(id));
    V value = seen.get(id);
    if (value == null) {
      throw new AssertionError("gone");
    }
    return value;
  }
}
