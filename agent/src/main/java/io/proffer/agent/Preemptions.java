package io.proffer.agent;

import io.proffer.agent.state.AgentEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people whom the agent has evicted, and why: the task's framework is told only that. */
final class Preemptions {

  private static final Logger LOG = LoggerFactory.getLogger(Preemptions.class);

  private Preemptions() {}

  static void log(List<AgentEvent> facts) {
    for (AgentEvent fact : facts) {
      if (fact instanceof AgentEvent.ContainerPreempted evicted) {
        LOG.warn("{} uses spare resources and is ended: {}", evicted.container(), evicted.why());
      }
    }
  }
}
