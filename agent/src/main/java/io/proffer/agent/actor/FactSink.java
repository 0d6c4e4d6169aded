package io.proffer.agent.actor;

import io.proffer.agent.state.AgentEvent;
import java.util.List;

/** Takes the facts of each decision, in order; returns at once. */
public interface FactSink {
  void became(List<AgentEvent> facts);
}
