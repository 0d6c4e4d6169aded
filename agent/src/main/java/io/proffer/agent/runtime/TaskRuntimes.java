package io.proffer.agent.runtime;

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
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerInfo;

/**
 * Gives each task to the runtime it asks for. A task whose {@code container} is of type DOCKER, or
 * of type MESOS with a Docker image, is run by Docker; any other is a process. An AppC image is
 * refused: no runtime knows it.
 */
public final class TaskRuntimes implements ContainerRuntime {

  private final RuntimeListener listener;
  private final Map<RuntimeKind, ContainerRuntime> runtimes;

  /**
   * @param runtimes those this agent has
   */
  public TaskRuntimes(RuntimeListener listener, Map<RuntimeKind, ContainerRuntime> runtimes) {
    this.listener = listener;
    this.runtimes = new EnumMap<>(runtimes);
  }

  /** Which runtime a task asks for; empty when it asks for one that does not exist. */
  public static Optional<RuntimeKind> kindOf(ContainerWork work) {
    if (!work.hasContainer()) {
      return Optional.of(RuntimeKind.PROCESS);
    }
    ContainerInfo container = work.container();
    return switch (container.getType()) {
      case DOCKER -> Optional.of(RuntimeKind.DOCKER);
      case MESOS -> {
        if (!container.getMesos().hasImage()) {
          yield Optional.of(RuntimeKind.PROCESS);
        }
        yield container.getMesos().getImage().hasDocker()
            ? Optional.of(RuntimeKind.DOCKER)
            : Optional.empty();
      }
    };
  }

  @Override
  public List<String> describe() {
    return runtimes.values().stream().flatMap(r -> r.describe().stream()).toList();
  }

  @Override
  public List<Unenforced> unenforced() {
    return runtimes.values().stream().flatMap(r -> r.unenforced().stream()).toList();
  }

  @Override
  public void launch(ContainerSpec spec) {
    Optional<RuntimeKind> kind = kindOf(spec.work());
    if (kind.isEmpty()) {
      fail(spec, "the task asks for an image of a type that this agent cannot run");
      return;
    }
    ContainerRuntime runtime = runtimes.get(kind.get());
    if (runtime == null) {
      fail(spec, missing(kind.get()));
      return;
    }
    runtime.launch(spec);
  }

  private static String missing(RuntimeKind kind) {
    return switch (kind) {
      case DOCKER -> "the task needs Docker, which is switched off on this agent";
      case PROCESS -> "the task is a process, which this agent's machine cannot run";
    };
  }

  private void fail(ContainerSpec spec, String message) {
    listener.launchFailed(spec.id(), new LaunchFailure(LaunchFailure.Kind.RUNTIME, message));
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    Map<RuntimeKind, List<LaunchedContainer>> byKind = new EnumMap<>(RuntimeKind.class);
    for (LaunchedContainer container : launched) {
      container
          .running()
          .map(r -> r.runtime())
          .or(() -> kindOf(container.spec().work()))
          .ifPresent(k -> byKind.computeIfAbsent(k, x -> new ArrayList<>()).add(container));
    }
    for (RuntimeKind kind : byKind.keySet()) {
      if (!runtimes.containsKey(kind)) {
        throw new IllegalArgumentException(
            "the work directory has tasks of an earlier agent that run, and "
                + missing(kind)
                + ": start the agent as it was, or on another work directory");
      }
    }
    List<RecoveredContainer> found = new ArrayList<>();
    // Each runtime is asked even without a container of its own: it may have leftovers to clear.
    for (Map.Entry<RuntimeKind, ContainerRuntime> runtime : runtimes.entrySet()) {
      List<LaunchedContainer> its = byKind.getOrDefault(runtime.getKey(), List.of());
      found.addAll(runtime.getValue().recover(its));
    }
    return found;
  }

  // A container belongs to one runtime; the others do not know it, and do nothing.

  @Override
  public void cancel(ContainerId container) {
    runtimes.values().forEach(r -> r.cancel(container));
  }

  @Override
  public void signal(ContainerId container, Signal signal) {
    runtimes.values().forEach(r -> r.signal(container, signal));
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {
    runtimes.values().forEach(r -> r.resize(container, resources));
  }

  @Override
  public void exceeded(ContainerId container, ContainerExit.LimitExceeded limit) {
    runtimes.values().forEach(r -> r.exceeded(container, limit));
  }

  @Override
  public Execution execute(ContainerId container, ExecRequest request) throws LaunchException {
    for (ContainerRuntime runtime : runtimes.values()) {
      if (runtime.has(container)) {
        return runtime.execute(container, request);
      }
    }
    throw new LaunchException(
        LaunchFailure.Kind.CANCELLED, "container " + container + " does not run on this agent");
  }

  @Override
  public boolean has(ContainerId container) {
    return runtimes.values().stream().anyMatch(r -> r.has(container));
  }

  @Override
  public void remove(ContainerId container) {
    runtimes.values().forEach(r -> r.remove(container));
  }

  @Override
  public Optional<Usage> usage(ContainerId container) {
    return runtimes.values().stream().flatMap(r -> r.usage(container).stream()).findFirst();
  }

  @Override
  public void prune(Set<String> kept) {
    runtimes.values().forEach(r -> r.prune(kept));
  }

  @Override
  public void close() {
    runtimes.values().forEach(ContainerRuntime::close);
  }
}
