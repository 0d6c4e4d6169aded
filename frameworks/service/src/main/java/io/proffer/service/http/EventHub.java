package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppWriter;
import io.proffer.service.kernel.Notice;
import io.proffer.service.model.App;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tells those who listen what happens. Thread-safe; never waits for a listener. */
public final class EventHub {

  private final Map<Long, Listener> listeners = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final Supplier<Instant> clock;

  private record Listener(Set<String> types, Predicate<String> sink) {
    /** Whether it still listens. */
    boolean take(String type, String frame) {
      return (!types.isEmpty() && !types.contains(type)) || sink.test(frame);
    }
  }

  /**
   * @param clock the time of events that no kernel decides about
   */
  public EventHub(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /**
   * Begins to tell.
   *
   * @param types which events; none: all
   * @param sink gets frames; false: it takes no more, and is told nothing any more
   * @return ends it
   */
  Runnable listen(Set<String> types, String remote, Predicate<String> sink) {
    long number = next.incrementAndGet();
    listeners.put(number, new Listener(Set.copyOf(types), sink));
    tell("event_stream_attached", EventJson.remote(remote), clock.get());
    return () -> {
      if (listeners.remove(number) != null) {
        tell("event_stream_detached", EventJson.remote(remote), clock.get());
      }
    };
  }

  /** Tells what the kernel noticed. */
  public void tell(Instant at, Notice notice) {
    if (!listeners.isEmpty()) {
      EventJson.of(notice).forEach((type, json) -> tell(type, json, at));
    }
  }

  /** Tells that an app was made or changed by a request. */
  void apiPost(Request request, App app) {
    ObjectNode json =
        EventJson.object().put("clientIp", request.clientIp()).put("uri", request.uri());
    json.set("appDefinition", AppWriter.write(app));
    tell("api_post_event", json, clock.get());
  }

  /** Tells that a pod was made, changed or removed by a request. */
  void pod(Request request, String type) {
    ObjectNode json =
        EventJson.object().put("clientIp", request.clientIp()).put("uri", request.uri());
    tell(type, json, clock.get());
  }

  private void tell(String type, ObjectNode json, Instant at) {
    String frame = EventJson.frame(type, json, at);
    listeners.values().removeIf(listener -> !listener.take(type, frame));
  }
}
