package io.proffer.service.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import io.proffer.frameworks.common.http.EventStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Events as they happen: {@code /v2/events} as Marathon tells them, and {@code /proffer/v1/events}
 * with ids, for those who come back and want what they missed.
 */
final class EventStreams {

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
    return Optional.of(EventStream.of(system, sink -> listen(events, request, sink)));
  }

  private static Runnable listen(EventHub events, Request request, Predicate<String> sink) {
    Set<String> types = new LinkedHashSet<>(request.parameters("event_type"));
    return isNumbered(String.join("/", request.path()))
        ? events.resume(types, request.lastEventId(), request.clientIp(), sink)
        : events.listen(types, request.clientIp(), sink);
  }
}
