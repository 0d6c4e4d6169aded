package io.proffer.master.actor;

import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.state.Agent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What agents said in answers to pings. Each is kept with the connection it came over, and so
 * forgotten with that. Written by the threads that read from the sockets: neither the deciding
 * thread nor the read model hears of it.
 */
final class LinkUses implements MeasuredUses {

  private final Map<Long, AgentConnection> connected;
  private final AtomicLong changes = new AtomicLong();

  /**
   * @param connected those that are open, by their ids
   */
  LinkUses(Map<Long, AgentConnection> connected) {
    this.connected = connected;
  }

  /** Takes from what agents say what they say of this. */
  void heard(AgentConnection connection, List<Framed<FromAgent>> messages) {
    for (Framed<FromAgent> framed : messages) {
      if (framed.message() instanceof FromAgent.Pong pong) {
        connection.uses(framed.channel(), pong.use(), changes::incrementAndGet);
      }
    }
  }

  @Override
  public Optional<MeasuredUse> of(Agent agent) {
    return said(agent).newest();
  }

  @Override
  public long changes() {
    return changes.get();
  }

  @Override
  public long changedAt(Agent agent) {
    return said(agent).change();
  }

  private SaidUse said(Agent agent) {
    return agent
        .link()
        .flatMap(
            link ->
                Optional.ofNullable(connected.get(link.connection()))
                    .map(connection -> connection.use(link.channel())))
        .orElse(SaidUse.NOTHING);
  }
}
