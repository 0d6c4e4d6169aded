package io.proffer.master.http;

import akka.Done;
import akka.NotUsed;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.japi.pf.PFBuilder;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.link.AgentLinkCodec;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.master.actor.AgentConnection;
import io.proffer.master.actor.ClientLostException;
import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.OutboxSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /agent/link}: agents dial in over a WebSocket. Only the leader takes them; agents find it
 * in ZooKeeper, so a redirect would tell them nothing. A connection that breaks the protocol is
 * told why in a text message before it is closed.
 */
final class AgentLinkEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(AgentLinkEndpoint.class);

  /** So many frames of one connection may wait for the master; the socket is not read meanwhile. */
  private static final int MAX_WAITING_FRAMES = 4;

  private final Leadership leadership;
  private final Materializer materializer;

  AgentLinkEndpoint(Leadership leadership, Materializer materializer) {
    this.leadership = leadership;
    this.materializer = materializer;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Request request) throws RefusedException {
    Optional<WebSocketUpgrade> upgrade =
        request.http().getAttribute(AttributeKeys.webSocketUpgrade);
    if (upgrade.isEmpty()) {
      throw new RefusedException(
          426, "Agents connect here with a WebSocket of subprotocol " + AgentLinkCodec.SUBPROTOCOL);
    }
    boolean known =
        StreamSupport.stream(upgrade.get().getRequestedProtocols().spliterator(), false)
            .anyMatch(AgentLinkCodec.SUBPROTOCOL::equals);
    if (!known) {
      throw new RefusedException(
          400, "Expecting the WebSocket subprotocol " + AgentLinkCodec.SUBPROTOCOL);
    }
    LeadingMaster master =
        leadership.here().orElseThrow(() -> new RefusedException(503, "This master does not lead"));
    return Answers.now(upgrade.get().handleMessagesWith(link(master), AgentLinkCodec.SUBPROTOCOL));
  }

  private Flow<Message, Message, NotUsed> link(LeadingMaster master) {
    AgentConnection connection = master.connectAgents(AgentFrames::size);
    Sink<Message, CompletionStage<Done>> heard =
        Flow.of(Message.class)
            .mapAsync(1, this::bytes)
            .mapAsync(MAX_WAITING_FRAMES, bytes -> hear(master, connection, bytes))
            .toMat(Sink.ignore(), Keep.right());
    Source<Message, NotUsed> said =
        Source.fromGraph(new OutboxSource<>(connection.outbox(), AgentFrames::pack))
            .recover(
                new PFBuilder<Throwable, Message>()
                    .match(ClientLostException.class, e -> TextMessage.create(e.getMessage()))
                    .build());
    return Flow.fromSinkAndSourceCoupled(heard, said)
        .watchTermination(
            (notUsed, done) -> {
              done.whenComplete((ended, failure) -> master.disconnected(connection));
              return notUsed;
            });
  }

  /** The whole of a message; empty, never to be mistaken for a frame, where it is none. */
  private CompletionStage<Optional<ByteString>> bytes(Message message) {
    if (message.isText()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    BinaryMessage binary = message.asBinaryMessage();
    if (binary.isStrict()) {
      return CompletableFuture.completedFuture(Optional.of(binary.getStrictData()));
    }
    return binary
        .getStreamedData()
        .limitWeighted(AgentLinkCodec.MAX_FRAME_BYTES + 1L, part -> (long) part.size())
        .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
        .handle((whole, failure) -> Optional.ofNullable(whole));
  }

  private static CompletionStage<Boolean> hear(
      LeadingMaster master, AgentConnection connection, Optional<ByteString> bytes) {
    if (bytes.isEmpty() || bytes.get().size() > AgentLinkCodec.MAX_FRAME_BYTES) {
      return refuse(
          connection,
          "expecting binary frames of at most %d bytes".formatted(AgentLinkCodec.MAX_FRAME_BYTES));
    }
    List<Framed<FromAgent>> messages;
    try {
      messages = AgentLinkCodec.decodeFromAgent(bytes.get().toArrayUnsafe());
    } catch (MalformedMessageException e) {
      return refuse(connection, "malformed frame: " + e.getMessage());
    }
    return master.said(connection, messages);
  }

  private static CompletionStage<Boolean> refuse(AgentConnection connection, String reason) {
    LOG.warn("Closing agent connection {}: {}", connection.id(), reason);
    connection.outbox().refuse(reason);
    return CompletableFuture.completedFuture(false);
  }
}
