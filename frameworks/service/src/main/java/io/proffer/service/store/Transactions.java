package io.proffer.service.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Changes of records, cut into pieces that a store can commit. What is there after each piece was
 * there at some moment, and also what is there where a store makes only a first part of a piece: no
 * piece changes a record twice, as the first of two changes would be lost from its place.
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
    boolean full = bytes + size > MAX_BYTES || last.size() >= maxChanges;
    if (!last.isEmpty() && (full || last.containsKey(name))) {
      all.add(last);
      last = new LinkedHashMap<>();
      bytes = 0;
    }
    last.put(name, value);
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
