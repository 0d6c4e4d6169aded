package io.proffer.master.http.exec;

import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.TextMessage;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import io.proffer.master.http.Pulled;
import io.proffer.master.http.server.WebSocketSession;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A stream of Akka's as one side of a WebSocket. It says strict messages only. */
final class FlowSession implements WebSocketSession {

  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final int MAX_WAITING = 8;

  /** The next is taken when the stream has taken the last. */
  private static final int ONE_AT_A_TIME = 1;

  private record Running(
      SourceQueueWithComplete<akka.http.javadsl.model.ws.Message> heard,
      Pulled<akka.http.javadsl.model.ws.Message> said) {}

  private final Flow<akka.http.javadsl.model.ws.Message, akka.http.javadsl.model.ws.Message, ?>
      flow;
  private final Materializer materializer;
  private @Nullable Running running;

  FlowSession(
      Flow<akka.http.javadsl.model.ws.Message, akka.http.javadsl.model.ws.Message, ?> flow,
      Materializer materializer) {
    this.flow = flow;
    this.materializer = materializer;
  }

  @Override
  public int maxMessageBytes() {
    return MAX_MESSAGE_BYTES;
  }

  @Override
  public int maxWaiting() {
    return ONE_AT_A_TIME;
  }

  @Override
  public void open(Runnable wake) {
    Pair<
            SourceQueueWithComplete<akka.http.javadsl.model.ws.Message>,
            SinkQueueWithCancel<akka.http.javadsl.model.ws.Message>>
        ends =
            Source.<akka.http.javadsl.model.ws.Message>queue(
                    MAX_WAITING, OverflowStrategy.backpressure())
                .via(flow)
                .toMat(Sink.queue(1), Keep.both())
                .run(materializer);
    running = new Running(ends.first(), Pulled.of(ends.second(), wake));
  }

  @Override
  public CompletionStage<?> heard(Message message) {
    if (running == null) {
      return CompletableFuture.completedFuture(null);
    }
    return running
        .heard()
        .offer(
            switch (message) {
              case Text text -> TextMessage.create(text.text());
              case Binary binary -> BinaryMessage.create(binary.bytes());
            });
  }

  @Override
  public @Nullable Message next() {
    akka.http.javadsl.model.ws.Message said = running == null ? null : running.said().next();
    if (said == null) {
      return null;
    }
    return said.isText()
        ? new Text(said.asTextMessage().getStrictText())
        : new Binary(said.asBinaryMessage().getStrictData());
  }

  @Override
  public boolean over() {
    return running != null && running.said().over();
  }

  @Override
  public Optional<String> farewell() {
    return running == null ? Optional.empty() : running.said().failure().map(TypedMessage::problem);
  }

  @Override
  public void closed() {
    if (running != null) {
      running.heard().complete();
      running.said().cancel();
    }
  }
}
