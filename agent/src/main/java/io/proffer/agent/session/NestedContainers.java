package io.proffer.agent.session;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.exec.ExecRequest;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerID;

/**
 * The nested containers of an agent: those that run, and the ends of some that have ended. They end
 * with the container they are in, and with the agent's process. Safe for use by several threads.
 */
public final class NestedContainers implements AutoCloseable {

  /** Each has a thread or two. */
  public static final int MAX_RUNNING = 100;

  /** So many that have ended can still be waited for. */
  private static final int MAX_REMEMBERED = 1_000;

  private final ContainerRuntime runtime;
  private final LogLimits logs;

  // Guarded by this object.
  private final Map<ContainerID, Conversation> containers = new LinkedHashMap<>();
  private final Set<ContainerID> starting = new LinkedHashSet<>();
  private boolean closed;

  /** The own commands of tasks that somebody has joined; guarded by itself. */
  private final Map<ContainerId, Conversation> joined = new LinkedHashMap<>();

  /**
   * @param logs how much is kept of what one says, where it goes to the sandbox
   */
  public NestedContainers(ContainerRuntime runtime, LogLimits logs) {
    this.runtime = runtime;
    this.logs = logs;
  }

  /**
   * Runs a command inside a container; what it says goes to {@code first}. Blocks until it has
   * started.
   *
   * @param id whose parent is a container, or nested in one
   * @param host that container
   * @return empty when there is one with this id already
   * @throws LaunchException when it cannot be started, saying why
   */
  public Optional<Conversation> launch(
      ContainerID id, ContainerId host, ExecRequest request, OutputSink first)
      throws LaunchException {
    if (!reserve(id)) {
      return Optional.empty();
    }
    Conversation container;
    try {
      container =
          new Conversation(
              host, runtime.execute(host, request), request.terminal().isPresent(), first);
    } catch (LaunchException | RuntimeException e) {
      synchronized (this) {
        starting.remove(id);
      }
      throw e;
    }
    boolean orphan = begin(id, container);
    container.start(id.getValue());
    var unused =
        container.ended().whenComplete((exit, trouble) -> killAll((inside, c) -> isIn(inside, id)));
    if (orphan || !runtime.has(host)) {
      container.kill(); // its end may have been told before there was anything to end with it
    }
    return Optional.of(container);
  }

  /**
   * The own command of a container that has a terminal. Blocks until there is a way to it.
   *
   * @throws LaunchException when it has none, or has ended
   */
  public Conversation join(ContainerId container) throws LaunchException {
    synchronized (joined) {
      Conversation known = joined.get(container);
      if (known != null && known.runs()) {
        return known;
      }
      leaveUnused();
      if (joined.size() >= MAX_RUNNING) {
        throw new LaunchException(
            LaunchFailure.Kind.RUNTIME,
            "this agent has " + MAX_RUNNING + " tasks joined already, and may not have more");
      }
      Conversation conversation = new Conversation(container, runtime.attach(container), true);
      joined.put(container, conversation);
      conversation.start("of-" + container);
      return conversation;
    }
  }

  private void leaveUnused() {
    joined
        .values()
        .removeIf(
            conversation -> {
              boolean unused = !conversation.runs() || conversation.isAlone();
              if (unused) {
                conversation.kill();
              }
              return unused;
            });
  }

  /** What writes the output of one to a directory of its own in the sandbox. */
  public OutputSink inSandbox(Path sandbox, ContainerID id) throws IOException {
    return SandboxOutput.in(sandbox, id.getValue(), logs);
  }

  private synchronized boolean reserve(ContainerID id) throws LaunchException {
    if (containers.containsKey(id) || starting.contains(id)) {
      return false;
    }
    long running = containers.values().stream().filter(Conversation::runs).count();
    if (running + starting.size() >= MAX_RUNNING) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "this agent has " + MAX_RUNNING + " nested containers already, and may not have more");
    }
    starting.add(id);
    return true;
  }

  /** Whether what it is in has ended meanwhile. */
  private synchronized boolean begin(ContainerID id, Conversation container) {
    starting.remove(id);
    containers.put(id, container);
    forgetTheOldest();
    Conversation parent = containers.get(id.getParent());
    return closed || (parent != null && !parent.runs());
  }

  private void forgetTheOldest() {
    List<ContainerID> ended =
        containers.entrySet().stream()
            .filter(e -> !e.getValue().runs())
            .map(Map.Entry::getKey)
            .toList();
    ended.stream().limit(Math.max(0, ended.size() - MAX_REMEMBERED)).forEach(containers::remove);
  }

  /** One that runs, or has ended and is remembered. */
  public synchronized Optional<Conversation> find(ContainerID id) {
    return Optional.ofNullable(containers.get(id));
  }

  /** Forgets one that has ended; false when it runs. */
  public synchronized boolean remove(ContainerID id) {
    Conversation container = containers.get(id);
    if (starting.contains(id) || (container != null && container.runs())) {
      return false;
    }
    containers.remove(id);
    return true;
  }

  /** A container has ended, and with it all that are in it. */
  public void hostEnded(ContainerId host) {
    killAll((id, c) -> c.host().equals(host));
    // On another thread: opening a way to one may be under way.
    Thread.ofVirtual()
        .start(
            () -> {
              synchronized (joined) {
                Optional.ofNullable(joined.remove(host)).ifPresent(Conversation::kill);
              }
            });
  }

  private interface Choice {
    boolean takes(ContainerID id, Conversation container);
  }

  private void killAll(Choice choice) {
    List<Conversation> chosen;
    synchronized (this) {
      chosen =
          containers.entrySet().stream()
              .filter(e -> e.getValue().runs() && choice.takes(e.getKey(), e.getValue()))
              .map(Map.Entry::getValue)
              .toList();
    }
    for (Conversation container : chosen) {
      Thread.ofVirtual().start(container::kill);
    }
  }

  private static boolean isIn(ContainerID id, ContainerID parent) {
    return id.hasParent() && (id.getParent().equals(parent) || isIn(id.getParent(), parent));
  }

  /** Kills all; none can be launched any more. */
  @Override
  public void close() {
    List<Conversation> all;
    synchronized (this) {
      closed = true;
      all = containers.values().stream().filter(Conversation::runs).toList();
    }
    all.parallelStream().forEach(Conversation::kill);
    synchronized (joined) {
      joined.values().forEach(Conversation::kill);
      joined.clear();
    }
  }
}
