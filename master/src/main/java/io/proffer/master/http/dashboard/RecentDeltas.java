package io.proffer.master.http.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was told lately, for who comes back. Bounded in bytes. Thread-safe. */
final class RecentDeltas {

  private static final long MAX_BYTES = 16L << 20;

  private record Delta(long version, ServerSent event) {}

  private final ArrayDeque<Delta> deltas = new ArrayDeque<>();
  private long bytes;
  private long floor;

  /** Forgets everything; from this version on all is remembered. */
  synchronized void restart(long version) {
    deltas.clear();
    bytes = 0;
    floor = version;
  }

  synchronized void add(long version, ServerSent event) {
    deltas.addLast(new Delta(version, event));
    bytes += event.plain().size();
    while (bytes > MAX_BYTES) {
      Delta oldest = deltas.removeFirst();
      bytes -= oldest.event().plain().size();
      floor = oldest.version();
    }
  }

  /** What was told after a version; empty when some of that is forgotten. */
  synchronized Optional<List<ServerSent>> since(long version) {
    if (version < floor) {
      return Optional.empty();
    }
    List<ServerSent> missed = new ArrayList<>();
    for (Delta delta : deltas) {
      if (delta.version() > version) {
        missed.add(delta.event());
      }
    }
    return Optional.of(missed);
  }
}
