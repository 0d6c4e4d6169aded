package io.proffer.frameworks.common.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/** Server-sent events to one listener, with a sign of life when there are none. */
public final class EventStream {

  private static final int MAX_UNREAD_EVENTS = 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final ByteString NOTHING_NEW = ByteString.fromString("\n");

  private EventStream() {}

  /**
   * The answer to somebody who wants events.
   *
   * @param listen begins to give frames to a sink, which says whether it takes more, and answers
   *     with what ends that
   */
  public static HttpResponse of(
      ActorSystem<?> system, Function<Predicate<String>, Runnable> listen) {
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> stream =
        Source.<ByteString>queue(MAX_UNREAD_EVENTS).preMaterialize(system);
    BoundedSourceQueue<ByteString> queue = stream.first();
    Runnable stop = listen.apply(frame -> offered(queue, frame));
    Source<ByteString, NotUsed> frames =
        Source.single(NOTHING_NEW)
            .concat(stream.second())
            .keepAlive(HEARTBEAT, () -> NOTHING_NEW)
            .watchTermination(
                (nothing, done) -> {
                  var unused = done.whenComplete((ok, failure) -> stop.run());
                  return NotUsed.getInstance();
                });
    return HttpResponse.create()
        .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), frames))
        .addHeader(RawHeader.create("Cache-Control", "no-cache"));
  }

  /** Who reads too slowly is cut off, and can come again; who has gone is told nothing. */
  private static boolean offered(BoundedSourceQueue<ByteString> queue, String frame) {
    QueueOfferResult result = queue.offer(ByteString.fromString(frame));
    if (result == QueueOfferResult.dropped()) {
      queue.fail(new IllegalStateException("the listener does not keep up"));
    }
    return result == QueueOfferResult.enqueued();
  }
}
