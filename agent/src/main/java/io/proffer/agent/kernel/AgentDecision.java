package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentEvent;
import java.util.List;

/**
 * What the kernel decided about one input. The events are already applied to its own state. The
 * durable ones are in the checkpoint before any effect is performed.
 *
 * @param events facts, in the order they became true
 * @param effects what to do, in order
 */
public record AgentDecision(List<AgentEvent> events, List<AgentEffect> effects) {
  public AgentDecision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }
}
