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
    if (!access.allows(request.principal(), action, tasks.owner(id))) {
      throw new RefusedException(
          403, "You are not authorized to do this with container '" + ContainerIds.text(id) + "'");
    }
  }
}
