package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The namespaces that the containers of a pod share, for runtimes that cannot hold such themselves.
 * They last from the first container that joins to the last that leaves. Safe for use by several
 * threads.
 */
public interface PodNamespaces {

  /**
   * What is shared.
   *
   * @param pid a process in the namespaces {@code net} and {@code ipc} of the pod
   * @param addresses at which the pod is reached
   */
  record Shared(long pid, List<String> addresses) {
    public Shared {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Lets a container share the namespaces of its pod; blocks until they are there.
   *
   * @param broken is told, in a sentence, when they are lost: the container must then end
   * @return empty for a container that shares the network of the agent's machine
   * @throws LaunchException when they cannot be had
   */
  Optional<Shared> join(ContainerSpec container, Consumer<String> broken) throws LaunchException;

  /** Counts in a container that joined under an earlier agent, and runs. */
  void rejoin(ContainerSpec container, Consumer<String> broken);

  /** Lets go; nothing for a container that did not join. */
  void leave(ContainerId container);
}
