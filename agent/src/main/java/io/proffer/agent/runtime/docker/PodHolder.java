package io.proffer.agent.runtime.docker;

import java.util.List;
import java.util.Optional;

/**
 * A container that runs, and does nothing but hold what the containers of a pod share.
 *
 * @param pid of its first process, in the namespaces to be joined
 * @param ownNetwork whether the pod has a network of its own, and not the host's
 * @param addresses at which the pod is reached; empty on the host's network
 */
record PodHolder(String dockerId, Optional<Long> pid, boolean ownNetwork, List<String> addresses) {

  PodHolder {
    addresses = List.copyOf(addresses);
  }

  /** How the engine calls a namespace of this container. */
  String namespace() {
    return "container:" + dockerId;
  }
}
