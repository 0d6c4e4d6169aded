package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;

/** Makes ids as Mesos does: the master's own id, and a number that is never used again. */
final class Ids {
  private final String master;
  private long frameworks;
  private long agents;
  private long offers;

  Ids(String master) {
    this.master = master;
  }

  FrameworkId nextFramework() {
    return new FrameworkId(String.format("%s-%04d", master, frameworks++));
  }

  AgentId nextAgent() {
    return new AgentId(master + "-S" + agents++);
  }

  OfferId nextOffer() {
    return new OfferId(master + "-O" + offers++);
  }

  /** Whether an agent's id was made by this master. */
  boolean isOurs(AgentId agent) {
    return agent.value().startsWith(master + "-S");
  }
}
