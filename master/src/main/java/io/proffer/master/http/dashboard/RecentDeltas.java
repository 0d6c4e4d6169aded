package io.proffer.master.http.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was told lately, for who comes back. Bounded in bytes. Thread-safe. */
final class RecentDeltas {

  private static final long MAX_BYTES = 16L << 20;

  /** So many are published while a page and its rows are asked for, and the page is read. */
  private static final int LATEST = 6;

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

  /**
   * What was told last.
   *
   * @param after the version whose rows and these together are as they are now
   */
  record Latest(long after, List<ServerSent> events) {}

  /** The last few, for who begins anew with everything as it was a moment ago. */
  synchronized Latest latest() {
    List<Delta> all = List.copyOf(deltas);
    int first = Math.max(0, all.size() - LATEST);
    return new Latest(
        first == 0 ? floor : all.get(first - 1).version(),
        all.subList(first, all.size()).stream().map(Delta::event).toList());
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
