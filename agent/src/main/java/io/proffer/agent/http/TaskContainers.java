package io.proffer.agent.http;

import io.proffer.agent.session.ContainerAccess;
import io.proffer.agent.view.ContainerView;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;

/** The containers of tasks and executors that run, by the ids that clients know. */
record TaskContainers(OperatorApi.Snapshots snapshots) {

  Optional<ContainerView> find(ContainerID id) throws RefusedException {
    return snapshots.get().containers().filter(c -> ContainerMessages.id(c).equals(id)).findFirst();
  }

  /** Whose the outermost one is, be it that of an executor; empty when that does not run. */
  Optional<ContainerAccess.Subject> owner(ContainerID id) throws RefusedException {
    ContainerID outermost = id;
    while (outermost.hasParent()) {
      outermost = outermost.getParent();
    }
    ContainerID wanted = outermost;
    return snapshots
        .get()
        .executors()
        .filter(
            e ->
                e.container().toProto().equals(wanted)
                    || e.containers().stream()
                        .anyMatch(c -> c.container().id().toProto().equals(wanted)))
        .findFirst()
        .map(e -> new ContainerAccess.Subject(e.framework(), e.id()));
  }

  /** The one that it is, or is nested in, however deep. */
  Optional<ContainerView> around(ContainerID id) throws RefusedException {
    Optional<ContainerView> found = find(id);
    return found.isPresent() || !id.hasParent() ? found : around(id.getParent());
  }
}
