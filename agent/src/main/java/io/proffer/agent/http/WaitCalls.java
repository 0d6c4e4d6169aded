package io.proffer.agent.http;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.proffer.agent.session.Conversation;
import io.proffer.core.protocol.MediaType;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/**
 * Answers that come when a container has ended. Until then a connection must not be silent for too
 * long: it carries what does not change the answer's meaning.
 */
final class WaitCalls {

  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** So many requests may wait for the ends of containers. */
  private static final int MAX_WAITING = 1_000;

  private final Semaphore places = new Semaphore(MAX_WAITING);

  HttpResponse answer(Conversation container, Call asked, Request request, MessageTypes types)
      throws RefusedException {
    MediaType type = types.accept();
    CompletionStage<byte[]> answer =
        container.ended().thenApply(exit -> type.write(OldNames.waited(asked, exit)));
    if (!container.runs()) {
      return Answers.message(type, answer.toCompletableFuture().join());
    }
    if (!places.tryAcquire()) {
      throw new RefusedException(503, "Too many requests wait for the ends of containers");
    }
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            places.release();
          }
        };
    ClientConnection.whenClosed(request.http(), leave);
    ByteString nothing = nothing(type, asked);
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(
                Answers.contentType(type),
                Source.completionStage(answer)
                    .map(ByteString::fromArrayUnsafe)
                    .keepAlive(SILENCE, () -> nothing)
                    .watchTermination(
                        (materialized, done) -> {
                          var unused = done.whenComplete((d, trouble) -> leave.run());
                          return materialized;
                        })));
  }

  /** White space before JSON; in protobuf a field that comes again, and is the same. */
  private static ByteString nothing(MediaType type, Call asked) {
    return switch (type) {
      case JSON -> ByteString.fromString("\n");
      case PROTOBUF ->
          ByteString.fromArrayUnsafe(
              Response.newBuilder().setType(OldNames.answerType(asked)).build().toByteArray());
    };
  }
}
