package io.proffer.sdk.internal.http;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIoDecoder;
import io.proffer.sdk.internal.DriverInput;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answer to SUBSCRIBE apart into events, and stops reading while many of them wait to be
 * handled: then the connection's buffers fill, and the master sees a client that reads slowly.
 */
final class EventStream implements BodySubscriber<Void> {

  private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;
  private static final int MAX_WAITING_EVENTS = 1000;

  private final long attempt;
  private final MediaType type;
  private final Consumer<DriverInput> inputs;
  private final RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);

  // Guarded by this.
  private Flow.@Nullable Subscription subscription;
  private boolean closed;
  private boolean paused;
  private int waiting;

  EventStream(long attempt, MediaType type, Consumer<DriverInput> inputs) {
    this.attempt = attempt;
    this.type = type;
    this.inputs = inputs;
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
          Event event = type.read(record, Event.getDefaultInstance());
          publish(new DriverInput.EventReceived(attempt, event));
        }
      }
      readOn();
    } catch (MalformedRecordException | MalformedMessageException e) {
      end("the master sent what is no event: " + e.getMessage());
    }
  }

  @Override
  public void onError(Throwable cause) {
    end("the connection broke: " + cause);
  }

  @Override
  public void onComplete() {
    end("the master closed the stream");
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

  private synchronized void publish(DriverInput input) {
    if (!closed) {
      waiting++;
      inputs.accept(input);
    }
  }

  /** The stream is lost; said once, and not when it was closed here. */
  synchronized void end(String reason) {
    publish(new DriverInput.StreamLost(attempt, reason));
    close();
  }
}
