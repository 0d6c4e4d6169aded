package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.container.Signal;
import io.proffer.agent.container.Unenforced;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.runtime.exec.Execution;
import io.proffer.core.protocol.TaskSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gives each container to the first of an agent's runtimes that takes it. One that none takes
 * fails, and is told what it would need.
 */
public final class TaskRuntimes implements ContainerRuntime {

  private final RuntimeListener listener;
  private final Map<RuntimeKind, TaskRuntime> runtimes = new LinkedHashMap<>();
  private final List<Absent> absent;

  /**
   * A runtime that this agent has not.
   *
   * @param takes which containers are for it
   * @param why it is not there, as a sentence about a task that needs it
   */
  public record Absent(RuntimeKind kind, Predicate<ContainerWork> takes, String why) {}

  /**
   * @param runtimes those this agent has, in the order in which they are asked
   * @param absent those it might have had
   */
  public TaskRuntimes(RuntimeListener listener, List<TaskRuntime> runtimes, List<Absent> absent) {
    this.listener = listener;
    this.absent = List.copyOf(absent);
    for (TaskRuntime runtime : runtimes) {
      if (this.runtimes.putIfAbsent(runtime.kind(), runtime) != null) {
        throw new IllegalArgumentException(
            "the agent would have two runtimes of the name '" + runtime.kind() + "'");
      }
    }
  }

  private Optional<TaskRuntime> of(ContainerWork work) {
    return runtimes.values().stream().filter(r -> r.takes(work)).findFirst();
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
    Optional<TaskRuntime> runtime = of(spec.work());
    if (runtime.isPresent()) {
      runtime.get().launch(spec);
      return;
    }
    String why =
        absent.stream()
            .filter(a -> a.takes().test(spec.work()))
            .map(Absent::why)
            .findFirst()
            .orElse("the task asks for an image of a type that this agent cannot run");
    listener.launchFailed(spec.id(), new LaunchFailure(LaunchFailure.Kind.RUNTIME, why));
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    Map<RuntimeKind, List<LaunchedContainer>> byKind = new LinkedHashMap<>();
    for (LaunchedContainer container : launched) {
      container
          .running()
          .map(RunningContainer::runtime)
          .or(() -> of(container.spec().work()).map(TaskRuntime::kind))
          .or(() -> absentFor(container.spec().work()))
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
    for (Map.Entry<RuntimeKind, TaskRuntime> runtime : runtimes.entrySet()) {
      List<LaunchedContainer> its = byKind.getOrDefault(runtime.getKey(), List.of());
      found.addAll(runtime.getValue().recover(its));
    }
    return found;
  }

  private Optional<RuntimeKind> absentFor(ContainerWork work) {
    return absent.stream().filter(a -> a.takes().test(work)).map(Absent::kind).findFirst();
  }

  private String missing(RuntimeKind kind) {
    return absent.stream()
        .filter(a -> a.kind().equals(kind))
        .map(Absent::why)
        .findFirst()
        .orElse("the task needs the runtime '" + kind + "', which this agent does not have");
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
  public void signalMain(ContainerId container, TaskSignal signal) throws LaunchException {
    of(container).signalMain(container, signal);
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
    return of(container).execute(container, request);
  }

  @Override
  public Execution attach(ContainerId container) throws LaunchException {
    return of(container).attach(container);
  }

  private ContainerRuntime of(ContainerId container) throws LaunchException {
    return runtimes.values().stream()
        .filter(r -> r.has(container))
        .findFirst()
        .orElseThrow(
            () ->
                new LaunchException(
                    LaunchFailure.Kind.CANCELLED,
                    "container " + container + " does not run on this agent"));
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
  public Optional<Long> latePid(ContainerId container) {
    return runtimes.values().stream().flatMap(r -> r.latePid(container).stream()).findFirst();
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
