package io.proffer.agent.runtime;

import io.proffer.agent.sandbox.Sandboxes;

/**
 * Opens a runtime for an agent. An agent has those that its own classes name, and before these
 * those that are found on its class path, named in {@code
 * META-INF/services/io.proffer.agent.runtime.RuntimeFactory}.
 */
@FunctionalInterface
public interface RuntimeFactory {

  /**
   * What a runtime may know of its agent.
   *
   * @param sandboxes makes the directories of containers
   * @param ip of the agent's machine; empty when it has several
   * @param endpoint {@code ip:port} of the agent's HTTP server
   * @param isolation what is to keep tasks apart
   */
  record Context(Sandboxes sandboxes, String ip, String endpoint, IsolationOptions isolation) {}

  /**
   * Called once, when the agent starts.
   *
   * @param listener is told what becomes of containers
   * @throws RuntimeException when this machine lacks what is needed; the agent does not start, and
   *     says the message
   */
  TaskRuntime open(Context context, RuntimeListener listener);
}
