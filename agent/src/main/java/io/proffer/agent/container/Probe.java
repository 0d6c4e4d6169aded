package io.proffer.agent.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One look at a task whose container runs.
 *
 * @param targets all are looked at at the same time
 * @param timeout for all of them; zero means that they may take as long as they like
 * @param mappedPorts TCP ports of the container to those of the agent's machine that lead there
 */
public record Probe(
    RunningContainer container,
    CheckKind kind,
    List<ProbeTarget> targets,
    Duration timeout,
    Map<Integer, Integer> mappedPorts) {
  public Probe {
    targets = List.copyOf(targets);
    mappedPorts = Map.copyOf(mappedPorts);
  }
}
