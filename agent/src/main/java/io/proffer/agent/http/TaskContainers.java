package io.proffer.agent.http;

import io.proffer.agent.view.ContainerView;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;

/** The containers of tasks and executors that run, by the ids that clients know. */
record TaskContainers(OperatorApi.Snapshots snapshots) {

  Optional<ContainerView> find(ContainerID id) throws RefusedException {
    return snapshots.get().containers().filter(c -> ContainerMessages.id(c).equals(id)).findFirst();
  }

  /** The one that it is, or is nested in, however deep. */
  Optional<ContainerView> around(ContainerID id) throws RefusedException {
    Optional<ContainerView> found = find(id);
    return found.isPresent() || !id.hasParent() ? found : around(id.getParent());
  }
}
