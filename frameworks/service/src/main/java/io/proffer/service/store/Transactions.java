package io.proffer.service.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Changes of records, cut into pieces that a store can commit. What is there after each piece was
 * there at some moment: a change overwritten within its piece is left out, others never.
 */
final class Transactions {

  private static final int MAX_BYTES = 600_000;

  /** What a change takes besides its value. */
  private static final int OVERHEAD = 200;

  private final List<SequencedMap<String, Optional<byte[]>>> all = new ArrayList<>();
  private SequencedMap<String, Optional<byte[]>> last = new LinkedHashMap<>();
  private final int maxChanges;
  private int bytes;

  Transactions(int maxChanges) {
    this.maxChanges = maxChanges;
  }

  void put(String name, byte[] value) {
    add(name, Optional.of(value));
  }

  void remove(String name) {
    add(name, Optional.empty());
  }

  private void add(String name, Optional<byte[]> value) {
    int size = OVERHEAD + value.map(v -> v.length).orElse(0);
    if (!last.isEmpty() && (bytes + size > MAX_BYTES || last.size() >= maxChanges)) {
      all.add(last);
      last = new LinkedHashMap<>();
      bytes = 0;
    }
    last.putLast(name, value);
    bytes += size;
  }

  List<SequencedMap<String, Optional<byte[]>>> all() {
    List<SequencedMap<String, Optional<byte[]>>> whole = new ArrayList<>(all);
    if (!last.isEmpty()) {
      whole.add(last);
    }
    return whole;
  }
}
