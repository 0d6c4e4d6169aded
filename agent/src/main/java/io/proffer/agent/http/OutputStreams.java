package io.proffer.agent.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.OverflowStrategy;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import akka.util.ByteString;
import io.proffer.agent.runtime.exec.Output;
import io.proffer.agent.session.OutputSink;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.agent.Protos.ProcessIO;

/** Answers that go on for as long as a container has something to say. */
final class OutputStreams {

  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final int MESSAGES_AHEAD = 16;

  /** Whose session it is may not read for as long; the command waits meanwhile. */
  static final Duration PATIENCE_OF_A_SESSION = Duration.ofSeconds(60);

  /** Who only listens is given up earlier: others wait with the command. */
  static final Duration PATIENCE_OF_A_LISTENER = Duration.ofSeconds(5);

  private static final ContentType RECORDIO =
      MediaTypes.applicationBinary("recordio", false).toContentType();

  private final ActorSystem<?> system;

  OutputStreams(ActorSystem<?> system) {
    this.system = system;
  }

  /**
   * An answer, and what is to be told what it is to say.
   *
   * @param patience with a client that does not read
   */
  Stream open(MessageTypes types, Duration patience) {
    Pair<SourceQueueWithComplete<ByteString>, Source<ByteString, NotUsed>> made =
        Source.<ByteString>queue(MESSAGES_AHEAD, OverflowStrategy.backpressure())
            .preMaterialize(system);
    ByteString heartbeat = record(types.accept(), heartbeat());
    HttpResponse response =
        HttpResponse.create()
            .withEntity(
                HttpEntities.createChunked(
                    contentType(types), made.second().keepAlive(HEARTBEAT, () -> heartbeat)));
    if (types.acceptStreamed()) {
      response =
          response.addHeader(
              RawHeader.create("Message-Content-Type", types.accept().contentType()));
    }
    return new Stream(response, made.first(), types.accept(), patience);
  }

  private static ContentType contentType(MessageTypes types) {
    return types.acceptStreamed() ? RECORDIO : Answers.contentType(types.accept());
  }

  private static ByteString record(MediaType type, ProcessIO message) {
    return ByteString.fromArrayUnsafe(RecordIo.encode(type.write(message)));
  }

  private static ProcessIO heartbeat() {
    return ProcessIO.newBuilder()
        .setType(ProcessIO.Type.CONTROL)
        .setControl(
            ProcessIO.Control.newBuilder()
                .setType(ProcessIO.Control.Type.HEARTBEAT)
                .setHeartbeat(
                    ProcessIO.Control.Heartbeat.newBuilder()
                        .setInterval(
                            DurationInfo.newBuilder().setNanoseconds(HEARTBEAT.toNanos()))))
        .build();
  }

  /** One such answer. */
  static final class Stream implements OutputSink {

    private final HttpResponse response;
    private final SourceQueueWithComplete<ByteString> queue;
    private final MediaType type;
    private final Duration patience;

    private Stream(
        HttpResponse response,
        SourceQueueWithComplete<ByteString> queue,
        MediaType type,
        Duration patience) {
      this.response = response;
      this.queue = queue;
      this.type = type;
      this.patience = patience;
    }

    HttpResponse response() {
      return response;
    }

    /** Runs when nobody reads the answer any more, also when it has come to its end. */
    void whenClosed(Runnable action) {
      var unused = queue.watchCompletion().whenComplete((done, trouble) -> action.run());
    }

    @Override
    public void said(Output output) throws IOException {
      ProcessIO message =
          ProcessIO.newBuilder()
              .setType(ProcessIO.Type.DATA)
              .setData(
                  ProcessIO.Data.newBuilder()
                      .setType(
                          output.error() ? ProcessIO.Data.Type.STDERR : ProcessIO.Data.Type.STDOUT)
                      .setData(output.bytes()))
              .build();
      try {
        QueueOfferResult taken =
            queue
                .offer(record(type, message))
                .toCompletableFuture()
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!taken.isEnqueued()) {
          throw new IOException("the client is gone");
        }
      } catch (ExecutionException | TimeoutException e) {
        queue.fail(new IOException("the client does not read"));
        throw new IOException("the client does not read", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void ended() {
      queue.complete();
    }
  }
}
