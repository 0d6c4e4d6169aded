package io.proffer.master.http.operator;

import akka.util.ByteString;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.protocol.RecordIo;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.mesos.v1.master.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to all subscribers: encoded by the first of them that reads it, once for each
 * media type. Thread-safe.
 */
public final class OperatorRecord {

  private final int size;
  private final Map<MediaType, ByteString> encoded = new EnumMap<>(MediaType.class);
  private @Nullable Supplier<Event> source;
  private @Nullable Event event;

  private OperatorRecord(int size, Supplier<Event> source) {
    this.size = size;
    this.source = source;
  }

  static OperatorRecord of(Event event) {
    return new OperatorRecord(event.getSerializedSize(), () -> event);
  }

  /** An event that is made when it is read. */
  static OperatorRecord lazily(Supplier<Event> source) {
    return new OperatorRecord(0, source);
  }

  /** About how much memory it holds while it waits. */
  int size() {
    return size;
  }

  /** One record of the stream, its length before it. */
  public synchronized ByteString bytes(MediaType type) {
    return encoded.computeIfAbsent(
        type, t -> ByteString.fromArrayUnsafe(RecordIo.encode(t.write(event()))));
  }

  private Event event() {
    Event known = event;
    if (known == null) {
      if (source == null) {
        throw new IllegalStateException("neither an event nor a way to make it");
      }
      known = source.get();
      event = known;
      source = null;
    }
    return known;
  }
}
