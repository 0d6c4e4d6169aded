package io.proffer.master.http;

import io.proffer.master.state.StreamId;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Names for the streams of schedulers, which nobody can guess. Several are drawn at once: to ask
 * the system for what is random takes longer than to read the request. Thread-safe.
 */
final class StreamIds {

  /** As many as come of the 256 bytes for which the JDK asks the system at once. */
  static final int AT_ONCE = 16;

  private final Queue<StreamId> drawn = new ConcurrentLinkedQueue<>();

  StreamId next() {
    StreamId next = drawn.poll();
    if (next != null) {
      return next;
    }
    for (int i = 1; i < AT_ONCE; i++) {
      drawn.add(draw());
    }
    return draw();
  }

  private static StreamId draw() {
    return new StreamId(UUID.randomUUID().toString());
  }
}
