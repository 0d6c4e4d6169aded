package io.proffer.agent.runtime.docker;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holders of the pods on this agent: each is started for the first container of its pod and
 * removed after the last. When a holder is lost, by whatever cause, the containers of its pod are
 * to end: what they shared is gone, and is not made again under them. Safe for use by several
 * threads.
 */
final class PodHolders {

  private static final Logger LOG = LoggerFactory.getLogger(PodHolders.class);
  private static final String LOST =
      "The container that held the network and IPC of the task's pod has ended";

  private final PodHolderLaunch launch;
  private final Engine engine;
  private final Executor launcher;
  private final Executor care;
  private final Runnable leftBehind;
  private final Map<ContainerId, Pod> pods = new LinkedHashMap<>();
  private final Map<ContainerId, Pod> podOf = new LinkedHashMap<>();

  /** A pod that has members. Its members change only under the lock of the outer object. */
  private static final class Pod {
    private final ContainerId id;
    private final Map<ContainerId, Consumer<String>> members = new LinkedHashMap<>();
    private final CompletableFuture<PodHolder> holder = new CompletableFuture<>();
    private boolean launching;

    Pod(ContainerId id) {
      this.id = id;
    }
  }

  /**
   * @param launcher starts holders
   * @param care removes them
   * @param leftBehind is told when a holder could not be removed
   */
  PodHolders(
      PodHolderLaunch launch,
      Engine engine,
      Executor launcher,
      Executor care,
      Runnable leftBehind) {
    this.launch = launch;
    this.engine = engine;
    this.launcher = launcher;
    this.care = care;
    this.leftBehind = leftBehind;
  }

  /** Whether a container is one of a pod. */
  static boolean concern(ContainerSpec spec) {
    return spec.parent().isPresent() && spec.groupExecutor().isPresent();
  }

  /** The holder of a container's pod, when it runs; fails with a {@link LaunchException}. */
  CompletableFuture<PodHolder> hold(ContainerSpec spec, Consumer<String> broken) {
    ContainerId id = spec.parent().orElseThrow();
    Pod pod;
    boolean fresh;
    synchronized (this) {
      fresh = !pods.containsKey(id);
      pod = enter(spec, broken);
      pod.launching |= fresh;
    }
    if (fresh) {
      try {
        launcher.execute(() -> start(pod, spec));
      } catch (RejectedExecutionException e) {
        pod.holder.completeExceptionally(
            new LaunchException(LaunchFailure.Kind.RUNTIME, "the agent is being stopped"));
      }
    }
    return pod.holder;
  }

  private synchronized Pod enter(ContainerSpec spec, Consumer<String> broken) {
    Pod pod = pods.computeIfAbsent(spec.parent().orElseThrow(), Pod::new);
    pod.members.put(spec.id(), broken);
    podOf.put(spec.id(), pod);
    return pod;
  }

  private void start(Pod pod, ContainerSpec first) {
    try {
      pod.holder.complete(launch.start(first));
    } catch (LaunchException e) {
      pod.holder.completeExceptionally(e);
    } catch (RuntimeException e) {
      pod.holder.completeExceptionally(EngineTrouble.launch(e, engine));
    }
  }

  /** Why a holder could not be had. */
  static LaunchException cause(Throwable trouble) {
    Throwable cause =
        (trouble instanceof CompletionException || trouble instanceof ExecutionException)
                && trouble.getCause() != null
            ? trouble.getCause()
            : trouble;
    return cause instanceof LaunchException known
        ? known
        : new LaunchException(LaunchFailure.Kind.RUNTIME, String.valueOf(cause.getMessage()));
  }

  /** Counts in a container that an earlier agent launched; its holder is found by {@link #look}. */
  void rejoin(ContainerSpec spec, Consumer<String> broken) {
    if (concern(spec)) {
      enter(spec, broken);
    }
  }

  /** Lets go; nothing for a container that is in no pod. */
  void leave(ContainerId member) {
    Pod pod;
    synchronized (this) {
      pod = podOf.remove(member);
      if (pod == null) {
        return;
      }
      pod.members.remove(member);
      if (!pod.members.isEmpty()) {
        return;
      }
      pods.remove(pod.id);
    }
    var unused = pod.holder.thenAccept(h -> onCare(() -> engine.remove(h.dockerId())));
  }

  private void onCare(Runnable work) {
    try {
      care.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn("A pod's holder cannot be removed: {}", EngineTrouble.describe(e));
              leftBehind.run();
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the runtime is closed");
    }
  }

  /** The engine says that the holder of a pod has ended. */
  void ended(ContainerId id) {
    Optional<Pod> pod;
    synchronized (this) {
      pod = Optional.ofNullable(pods.get(id));
    }
    pod.ifPresent(this::lost);
  }

  private void lost(Pod pod) {
    List<Consumer<String>> members;
    synchronized (this) {
      members = new ArrayList<>(pod.members.values());
    }
    pod.holder.completeExceptionally(new LaunchException(LaunchFailure.Kind.RUNTIME, LOST));
    members.forEach(m -> m.accept(LOST));
  }

  /**
   * Looks which holders still run, after they may have ended unheard.
   *
   * @param running the holders that run, by pod
   */
  void look(Map<ContainerId, PodHolder> running) {
    List<Pod> all;
    synchronized (this) {
      all = pods.values().stream().filter(p -> !p.launching || p.holder.isDone()).toList();
    }
    for (Pod pod : all) {
      PodHolder holder = running.get(pod.id);
      if (holder != null) {
        pod.holder.complete(holder);
      } else {
        lost(pod);
      }
    }
  }

  /** The pods that have members. */
  synchronized Set<ContainerId> held() {
    return Set.copyOf(pods.keySet());
  }
}
