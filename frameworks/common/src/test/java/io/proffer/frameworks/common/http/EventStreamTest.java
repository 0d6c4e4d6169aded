package io.proffer.frameworks.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.util.ByteString;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who listen to events, and of those who do not. */
class EventStreamTest {

  private static final int MOST_UNREAD = 1024;

  /**
   * Between the queue and the listener, if the stream has had time: two buffers of 16, and some.
   */
  private static final int MOST_ON_THE_WAY = 64;

  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "events");
  private final AtomicReference<Predicate<String>> events = new AtomicReference<>();
  private final CompletableFuture<Void> forgotten = new CompletableFuture<>();

  @AfterEach
  void end() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void whoReadsGetsEveryEventInOrder() throws Exception {
    SinkQueueWithCancel<ByteString> listener = somebodyListens();
    assertThat(next(listener)).contains("\n");
    for (int i = 0; i < 3 * MOST_UNREAD; i++) {
      assertThat(tell("event " + i)).isTrue();
      assertThat(next(listener)).contains("event " + i);
    }
  }

  @Test
  void whoReadsNothingIsCutOffBeyondABoundAndForgotten() throws Exception {
    SinkQueueWithCancel<ByteString> listener = somebodyListens();

    int taken = 0;
    while (taken < 2 * MOST_UNREAD && tell("event " + taken)) {
      taken++;
    }

    assertThat(taken).isBetween(MOST_UNREAD, MOST_UNREAD + MOST_ON_THE_WAY);
    forgotten.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> readToTheEnd(listener))
        .hasMessageContaining("the listener does not keep up");
    assertThat(tell("one more")).as("nothing more is kept for it").isFalse();
  }

  @Test
  void whoGoesIsForgotten() throws Exception {
    SinkQueueWithCancel<ByteString> listener = somebodyListens();
    assertThat(next(listener)).contains("\n");

    listener.cancel();

    forgotten.get(10, TimeUnit.SECONDS);
  }

  private boolean tell(String event) {
    return Objects.requireNonNull(events.get(), "somebody listens").test(event);
  }

  private SinkQueueWithCancel<ByteString> somebodyListens() {
    HttpResponse answer =
        EventStream.of(
            system,
            sink -> {
              events.set(sink);
              return () -> forgotten.complete(null);
            });
    return answer
        .entity()
        .getDataBytes()
        .toMat(Sink.<ByteString>queue(1), Keep.right())
        .run(system);
  }

  private static Optional<String> next(SinkQueueWithCancel<ByteString> listener) throws Exception {
    return listener
        .pull()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .map(ByteString::utf8String);
  }

  private static void readToTheEnd(SinkQueueWithCancel<ByteString> listener) throws Exception {
    for (Optional<String> frame = next(listener); frame.isPresent(); frame = next(listener)) {
      assertThat(frame.get()).isNotEmpty();
    }
  }
}
