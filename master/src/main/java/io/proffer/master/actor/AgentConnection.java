package io.proffer.master.actor;

import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.state.AgentLink;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A WebSocket that one or more agents share. Its channels belong to the deciding thread; its outbox
 * is filled there and drained by the socket.
 */
public final class AgentConnection {

  private final long id;
  private final Outbox<Framed<ToAgent>> outbox;
  private final Optional<ProxyKey> proxyKey;
  private final Set<Integer> channels = new HashSet<>();

  AgentConnection(long id, Outbox<Framed<ToAgent>> outbox, Optional<ProxyKey> proxyKey) {
    this.id = id;
    this.outbox = outbox;
    this.proxyKey = proxyKey;
  }

  /** With which the master proves to these agents whom it sends. */
  Optional<ProxyKey> proxyKey() {
    return proxyKey;
  }

  /** Names the connection; never used again. */
  public long id() {
    return id;
  }

  /** What waits to be written to the agents. */
  public Outbox<Framed<ToAgent>> outbox() {
    return outbox;
  }

  AgentLink link(int channel) {
    channels.add(channel);
    return new AgentLink(id, channel);
  }

  void send(int channel, ToAgent message) {
    outbox.offer(new Framed<>(channel, message));
  }

  /** Forgets a channel, and with the last one closes the connection; says whether it did. */
  boolean closeChannel(int channel) {
    channels.remove(channel);
    if (channels.isEmpty()) {
      outbox.end();
      return true;
    }
    return false;
  }
}
