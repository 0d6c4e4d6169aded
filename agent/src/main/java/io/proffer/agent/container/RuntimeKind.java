package io.proffer.agent.container;

/** Which runtime runs a container. */
public enum RuntimeKind {
  /** A process of the agent's machine, in its own session. */
  PROCESS,
  /** A container of the Docker engine. */
  DOCKER
}
