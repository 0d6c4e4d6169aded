package io.proffer.agent.http;

import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.session.Conversation;
import io.proffer.agent.session.NestedContainers;
import io.proffer.agent.view.ContainerView;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerID;

/** What input and output can be attached to. */
record Attachments(NestedContainers nested, TaskContainers tasks) {

  /** To the letter what Mesos answers: its clients make more of it for people. */
  private static final String NO_TERMINAL =
      "I/O switchboard server was disabled for this container";

  /**
   * @throws RefusedException with 404 for what is not of this agent; with 500 for what has ended,
   *     which clients of Mesos expect of a command that is quicker than they
   */
  Conversation find(ContainerID id) throws RefusedException {
    Optional<Conversation> found = nested.find(id).filter(Conversation::runs);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<ContainerView> task = tasks.find(id);
    if (task.isPresent()) {
      return join(task.get());
    }
    if (nested.find(id).isPresent() || tasks.around(id).isPresent()) {
      throw new RefusedException(500, "Container " + ContainerIds.text(id) + " has ended");
    }
    throw new RefusedException(404, "Container " + ContainerIds.text(id) + " cannot be found");
  }

  private Conversation join(ContainerView task) throws RefusedException {
    if (!task.work().container().hasTtyInfo()) {
      throw new RefusedException(500, NO_TERMINAL);
    }
    try {
      return nested.join(task.container().id());
    } catch (LaunchException e) {
      throw new RefusedException(500, String.valueOf(e.getMessage()));
    }
  }
}
