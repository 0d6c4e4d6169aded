package io.proffer.master.state;

/** A fact that changed what the master knows. */
public sealed interface MasterEvent {

  /** Whether the fact must be in the registry before anything that depends on it is let out. */
  default boolean durable() {
    return false;
  }

  /** An agent registered, or came back. */
  record AgentAdmitted(Agent agent) implements MasterEvent {
    @Override
    public boolean durable() {
      return true;
    }
  }
}
