package io.proffer.agent.state;

/** How far the agent has come with the leading master. */
public enum Connection {
  /** No connection is open. */
  DISCONNECTED,
  /** The connection is open and the agent has asked to be registered. */
  REGISTERING,
  /** The master has answered: updates flow. */
  REGISTERED
}
