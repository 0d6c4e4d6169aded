package io.proffer.master.kernel;

import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Pings connected agents, and counts those that are not answered in time. */
final class AgentPings {

  private static final class Pulse {
    private long sequence;
    private boolean answered;
    private int missed;
  }

  private final Turn turn;
  private final MasterSettings settings;
  private final Map<AgentId, Pulse> pulses = new HashMap<>();

  AgentPings(Turn turn, MasterSettings settings) {
    this.turn = turn;
    this.settings = settings;
  }

  /** How long an agent that is not pinged waits before it takes the link for dead. */
  Duration timeout() {
    return settings.agentPingInterval().multipliedBy(settings.maxAgentPingTimeouts());
  }

  /** Begins anew: the agent has just been heard of. */
  void start(Agent agent) {
    Pulse pulse = new Pulse();
    pulses.put(agent.id(), pulse);
    ping(agent, pulse);
  }

  void stop(AgentId agent) {
    if (pulses.remove(agent) != null) {
      turn.cancelTimer(new TimerKey.AgentPing(agent));
    }
  }

  void answered(Agent agent, long sequence) {
    Pulse pulse = pulses.get(agent.id());
    if (pulse != null && sequence <= pulse.sequence) {
      pulse.answered = true;
    }
  }

  /** The time to answer is over. Pings again, unless the agent has missed too many by now. */
  boolean isDead(Agent agent) {
    Pulse pulse = pulses.get(agent.id());
    if (pulse == null) {
      return false;
    }
    pulse.missed = pulse.answered ? 0 : pulse.missed + 1;
    if (pulse.missed >= settings.maxAgentPingTimeouts()) {
      return true;
    }
    ping(agent, pulse);
    return false;
  }

  private void ping(Agent agent, Pulse pulse) {
    pulse.sequence++;
    pulse.answered = false;
    turn.send(agent, new ToAgent.Ping(pulse.sequence, true));
    turn.startTimer(new TimerKey.AgentPing(agent.id()), settings.agentPingInterval());
  }
}
