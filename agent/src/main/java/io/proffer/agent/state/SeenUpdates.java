package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The uuids of what a custom executor said of one task, so that what it repeats is known again. An
 * executor repeats what it was not told to have arrived, which is what it said last: the oldest are
 * forgotten.
 */
final class SeenUpdates {

  private static final int MAX = 256;

  private final SequencedSet<ByteString> uuids = new LinkedHashSet<>();

  private SeenUpdates() {}

  static SeenUpdates of(Collection<ByteString> uuids) {
    SeenUpdates seen = new SeenUpdates();
    uuids.forEach(seen::add);
    return seen;
  }

  void add(ByteString uuid) {
    uuids.add(uuid);
    if (uuids.size() > MAX) {
      uuids.removeFirst();
    }
  }

  boolean contains(ByteString uuid) {
    return uuids.contains(uuid);
  }

  List<ByteString> uuids() {
    return List.copyOf(uuids);
  }
}
