package io.proffer.service.http;

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
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Events as they happen: {@code /v2/events} as Marathon tells them, and {@code /proffer/v1/events}
 * with ids, for those who come back and want what they missed.
 */
final class EventStreams {

  private static final int MAX_UNREAD_EVENTS = 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final ByteString NOTHING_NEW = ByteString.fromString("\n");

  private final ActorSystem<?> system;

  EventStreams(ActorSystem<?> system) {
    this.system = system;
  }

  static boolean isFor(Request request) {
    String path = String.join("/", request.path());
    return path.equals("v2/events") || isNumbered(path);
  }

  private static boolean isNumbered(String path) {
    return path.equals("proffer/v1/events");
  }

  /** The stream; empty for a request that takes none. */
  Optional<HttpResponse> answer(EventHub events, Request request) {
    String accept = request.accept();
    boolean takes = accept.contains("text/event-stream") || accept.contains("*/*");
    if (!request.method().equals("GET") || (!accept.isEmpty() && !takes)) {
      return Optional.empty();
    }
    Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> stream =
        Source.<ByteString>queue(MAX_UNREAD_EVENTS).preMaterialize(system);
    Runnable stop = listen(events, request, stream.first());
    Source<ByteString, NotUsed> frames =
        Source.single(NOTHING_NEW)
            .concat(stream.second())
            .keepAlive(HEARTBEAT, () -> NOTHING_NEW)
            .watchTermination(
                (nothing, done) -> {
                  var unused = done.whenComplete((ok, failure) -> stop.run());
                  return NotUsed.getInstance();
                });
    return Optional.of(
        HttpResponse.create()
            .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), frames))
            .addHeader(RawHeader.create("Cache-Control", "no-cache")));
  }

  private static Runnable listen(
      EventHub events, Request request, BoundedSourceQueue<ByteString> queue) {
    Set<String> types = new LinkedHashSet<>(request.parameters("event_type"));
    Predicate<String> sink = frame -> offered(queue, frame);
    return isNumbered(String.join("/", request.path()))
        ? events.resume(types, request.lastEventId(), request.clientIp(), sink)
        : events.listen(types, request.clientIp(), sink);
  }

  /** Who reads too slowly is cut off, and can come again. */
  private static boolean offered(BoundedSourceQueue<ByteString> queue, String frame) {
    if (queue.offer(ByteString.fromString(frame)) == QueueOfferResult.enqueued()) {
      return true;
    }
    queue.fail(new IllegalStateException("the listener does not keep up"));
    return false;
  }
}
