package io.proffer.master.actor;

import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.state.AgentLink;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A WebSocket that one or more agents share. Its channels belong to the deciding thread; its outbox
 * is filled there and drained by the socket. What its agents say that they use is for anybody.
 */
public final class AgentConnection {

  private final long id;
  private final Outbox<Framed<ToAgent>> outbox;
  private final Optional<ProxyKey> proxyKey;
  private final Set<Integer> channels = new HashSet<>();

  /** Of the agents that are registered: each has its place before it can say anything. */
  private final Map<Integer, SaidUse> uses = new ConcurrentHashMap<>(1);

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

  /**
   * @return sends it, with all that is said until then
   */
  Runnable say(int channel, ToAgent message) {
    if (message instanceof ToAgent.Registered || message instanceof ToAgent.Reregistered) {
      uses.putIfAbsent(channel, SaidUse.NOTHING);
    }
    return outbox.put(new Framed<>(channel, message));
  }

  /**
   * An agent says what it really uses; on the thread that reads from the socket.
   *
   * @param use empty if it says nothing of it
   * @param changes numbers what is noticeably different from what it said before
   */
  void uses(int channel, Optional<MeasuredUse> use, LongSupplier changes) {
    SaidUse before = uses.get(channel);
    if (before != null && !before.newest().equals(use)) {
      // The channel may be closed meanwhile: then it stays so.
      uses.replace(channel, before, before.then(use, changes));
    }
  }

  /** What the agent of a channel says of what it really uses. On any thread. */
  SaidUse use(int channel) {
    return uses.getOrDefault(channel, SaidUse.NOTHING);
  }

  /** Forgets a channel, and with the last one closes the connection; says whether it did. */
  boolean closeChannel(int channel) {
    channels.remove(channel);
    uses.remove(channel);
    if (channels.isEmpty()) {
      outbox.end();
      return true;
    }
    return false;
  }
}
