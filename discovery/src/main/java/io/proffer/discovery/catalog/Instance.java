package io.proffer.discovery.catalog;

import java.util.List;

/**
 * An instance of an app.
 *
 * @param taskId its task's
 * @param agentId of the agent that runs it
 * @param host its machine's name or address
 * @param addresses of its own
 * @param hostPorts of its machine, in the order of the app's ports
 * @param canary whether it is tried, beside instances of the version before
 */
public record Instance(
    String taskId,
    String agentId,
    String host,
    List<String> addresses,
    List<Integer> hostPorts,
    boolean canary,
    State state) {

  /** What may be done with an instance. */
  public enum State {
    /** It runs, and is healthy where somebody looks. */
    UP,
    /** It runs, but is about to be ended: nothing new for it. */
    LEAVING,
    /** It runs, and is not, or not yet, healthy. */
    UNWELL,
    /** It does not run, or nobody knows. */
    DOWN
  }

  /** Keeps its own copies. */
  public Instance {
    addresses = List.copyOf(addresses);
    hostPorts = List.copyOf(hostPorts);
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return switch (state) {
      case UP, LEAVING, UNWELL -> true;
      case DOWN -> false;
    };
  }
}
