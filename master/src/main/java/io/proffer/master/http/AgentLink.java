package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.actor.AgentConnection;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.http.server.WebSocketSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that agents dialled. One that breaks the protocol is told why in a text message
 * before it is closed.
 */
final class AgentLink implements WebSocketSession {

  private static final Logger LOG = LoggerFactory.getLogger(AgentLink.class);

  /** So many frames of one connection may wait for the master; the socket is not read meanwhile. */
  private static final int MAX_WAITING_FRAMES = 4;

  /** What is a little too large is told so; what is far too large is cut off. */
  private static final int MARGIN_BYTES = 64 << 10;

  private final LeadingMaster master;
  private final AgentConnection connection;
  private final OutboxReader<Framed<ToAgent>, ByteString> outbox;

  /**
   * @param key that the agents gave
   */
  AgentLink(LeadingMaster master, Optional<ProxyKey> key) {
    this.master = master;
    this.connection = master.connectAgents(AgentFrames::size, key);
    this.outbox = new OutboxReader<>(connection.outbox(), AgentFrames::pack);
  }

  @Override
  public int maxMessageBytes() {
    return AgentLinkCodec.MAX_FRAME_BYTES + MARGIN_BYTES;
  }

  @Override
  public int maxWaiting() {
    return MAX_WAITING_FRAMES;
  }

  @Override
  public void open(Runnable wake) {
    outbox.open(wake);
  }

  @Override
  public CompletionStage<?> heard(Message message) {
    return switch (message) {
      case Text text -> refuseFrame();
      case Binary binary -> heard(binary.bytes());
    };
  }

  private CompletionStage<Boolean> heard(ByteString bytes) {
    if (bytes.size() > AgentLinkCodec.MAX_FRAME_BYTES) {
      return refuseFrame();
    }
    List<Framed<FromAgent>> messages;
    try {
      messages = AgentLinkCodec.decodeFromAgent(bytes.toArrayUnsafe());
    } catch (MalformedMessageException e) {
      return refuse("malformed frame: " + e.getMessage());
    }
    return master.said(connection, messages);
  }

  private CompletionStage<Boolean> refuseFrame() {
    return refuse(
        "expecting binary frames of at most %d bytes".formatted(AgentLinkCodec.MAX_FRAME_BYTES));
  }

  private CompletionStage<Boolean> refuse(String reason) {
    LOG.warn("Closing agent connection {}: {}", connection.id(), reason);
    connection.outbox().refuse(reason);
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public @Nullable Message next() {
    ByteString frame = outbox.next();
    return frame == null ? null : new Binary(frame);
  }

  @Override
  public boolean over() {
    return outbox.over();
  }

  @Override
  public Optional<String> farewell() {
    return outbox.loss();
  }

  @Override
  public void closed() {
    outbox.close();
    master.disconnected(connection);
  }
}
