package io.proffer.agent.http;

import io.proffer.agent.session.ContainerAccess;
import io.proffer.agent.session.ContainerAccess.Action;
import org.apache.mesos.v1.Protos.ContainerID;

/** Refuses calls about containers to those who may not make them. */
record ContainerPermits(ContainerAccess access, TaskContainers tasks) {

  /**
   * @param id of a container, or of what is, was or is to be nested in one
   * @throws RefusedException with 403
   */
  void require(Request request, Action action, ContainerID id) throws RefusedException {
    if (request.caller() instanceof Caller.Executor executor) {
      requireOwn(executor, id);
    }
    if (!access.allows(request.principal(), action, tasks.owner(id))) {
      throw new RefusedException(
          403, "You are not authorized to do this with container '" + ContainerIds.text(id) + "'");
    }
  }

  /** As in Mesos: what an executor has launched is nested in its own container. */
  private static void requireOwn(Caller.Executor executor, ContainerID id) throws RefusedException {
    ContainerID outermost = id;
    while (outermost.hasParent()) {
      outermost = outermost.getParent();
    }
    if (!id.hasParent() || !executor.claims().container().toProto().equals(outermost)) {
      throw new RefusedException(
          403,
          "Container '%s' is not nested in that of the executor whose token this is"
              .formatted(ContainerIds.text(id)));
    }
  }
}
