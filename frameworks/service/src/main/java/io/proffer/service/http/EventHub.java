package io.proffer.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppWriter;
import io.proffer.service.kernel.Notice;
import io.proffer.service.model.App;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tells those who listen what happens, in order. Thread-safe; never waits for a listener. */
public final class EventHub {

  private final Map<Long, Listener> listeners = new LinkedHashMap<>();
  private final Supplier<Instant> clock;
  private final EventRing ring;
  private long next;

  private record Listener(Set<String> types, boolean numbered, Predicate<String> sink) {
    /** Whether it still listens. */
    boolean take(EventRing.Told told) {
      return !told.isOf(types) || sink.test(numbered ? told.numbered() : told.frame());
    }
  }

  /**
   * @param clock the time of events that no kernel decides about
   */
  public EventHub(Supplier<Instant> clock) {
    this.clock = clock;
    this.ring = new EventRing(Long.toString(clock.get().toEpochMilli(), Character.MAX_RADIX));
  }

  /**
   * Begins to tell.
   *
   * @param types which events; none: all
   * @param sink gets frames; false: it takes no more, and is told nothing any more
   * @return ends it
   */
  Runnable listen(Set<String> types, String remote, Predicate<String> sink) {
    return listen(new Listener(Set.copyOf(types), false, sink), Optional.empty(), remote);
  }

  /**
   * Begins to tell, with ids.
   *
   * @param last the id of the last event the listener has seen: what came after is told first, or
   *     that not all of it is known any more
   */
  Runnable resume(Set<String> types, Optional<String> last, String remote, Predicate<String> sink) {
    return listen(new Listener(Set.copyOf(types), true, sink), last, remote);
  }

  /**
   * Begins to tell a program in this process.
   *
   * @param sink gets the type and the event as one line of JSON; must be quick
   */
  public void listen(BiPredicate<String, String> sink) {
    synchronized (this) {
      listeners.put(
          ++next,
          new Listener(
              Set.of(), false, frame -> sink.test(EventJson.type(frame), EventJson.data(frame))));
    }
  }

  private synchronized Runnable listen(Listener listener, Optional<String> last, String remote) {
    long number = ++next;
    boolean listens = last.isEmpty() || toldMissed(listener, last.get());
    if (listens) {
      listeners.put(number, listener);
      tell("event_stream_attached", EventJson.remote(remote), clock.get());
    }
    return () -> detached(number, remote);
  }

  private boolean toldMissed(Listener listener, String last) {
    Optional<List<EventRing.Told>> missed = ring.after(last);
    if (missed.isEmpty()) {
      ObjectNode lost = EventJson.object().put("after", last);
      return listener.sink().test(EventJson.frame("events_lost", lost, clock.get()));
    }
    return missed.get().stream().allMatch(listener::take);
  }

  private synchronized void detached(long number, String remote) {
    if (listeners.remove(number) != null) {
      tell("event_stream_detached", EventJson.remote(remote), clock.get());
    }
  }

  /** Tells what the kernel noticed. */
  public void tell(Instant at, Notice notice) {
    EventJson.of(notice).forEach((type, json) -> tell(type, json, at));
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

  private synchronized void tell(String type, ObjectNode json, Instant at) {
    EventRing.Told told = ring.add(type, EventJson.frame(type, json, at));
    listeners.values().removeIf(listener -> !listener.take(told));
  }
}
