package io.proffer.sdk.internal.http;

import com.google.protobuf.Message;
import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answer to SUBSCRIBE apart into events, and stops reading while many of them wait to be
 * handled: then the connection's buffers fill, and the other side sees a client that reads slowly.
 */
final class RecordStream<E extends Message> implements BodySubscriber<Void> {

  private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;
  private static final int MAX_WAITING_EVENTS = 1000;

  private final String peer;
  private final MediaType type;
  private final E prototype;
  private final Consumer<E> events;
  private final Consumer<String> lost;
  private final RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);

  // Guarded by this.
  private Flow.@Nullable Subscription subscription;
  private boolean closed;
  private boolean paused;
  private int waiting;

  /**
   * @param peer who sends, for people
   * @param lost is told why, when the stream has ended by itself
   */
  RecordStream(
      String peer, MediaType type, E prototype, Consumer<E> events, Consumer<String> lost) {
    this.peer = peer;
    this.type = type;
    this.prototype = prototype;
    this.events = events;
    this.lost = lost;
  }

  /** The body is never waited for: it goes on until the subscription ends. */
  @Override
  public CompletionStage<Void> getBody() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription source) {
    subscription = source;
    if (closed) {
      source.cancel();
    } else {
      source.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        for (byte[] record : decoder.feed(bytes)) {
          publish(type.read(record, prototype));
        }
      }
      readOn();
    } catch (MalformedRecordException | MalformedMessageException e) {
      end(peer + " sent what is no event: " + e.getMessage());
    }
  }

  @Override
  public void onError(Throwable cause) {
    end("the connection broke: " + cause);
  }

  @Override
  public void onComplete() {
    end(peer + " closed the stream");
  }

  /** An event of this stream has been handled. */
  synchronized void handled() {
    waiting--;
    if (paused && waiting < MAX_WAITING_EVENTS / 2) {
      paused = false;
      requestMore();
    }
  }

  /** Nothing is delivered any more. */
  synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private synchronized void readOn() {
    if (waiting < MAX_WAITING_EVENTS) {
      requestMore();
    } else {
      paused = true;
    }
  }

  private void requestMore() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private synchronized void publish(E event) {
    if (!closed) {
      waiting++;
      events.accept(event);
    }
  }

  /** The stream is lost; said once, and not when it was closed here. */
  synchronized void end(String reason) {
    if (!closed) {
      lost.accept(reason);
    }
    close();
  }
}
