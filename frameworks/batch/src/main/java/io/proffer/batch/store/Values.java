package io.proffer.batch.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.sdk.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Values of a state store as JSON, compressed where that saves much. A job is bounded where it is
 * read, and fits. Changes are made with {@link #commit}, in pieces: what is there after each was
 * there at some moment, also where a store makes only a first part of one.
 */
final class Values {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Smaller ones are not worth the time. */
  private static final int COMPRESSED_FROM = 2_000;

  private static final int MAX_PIECE_BYTES = 600_000;
  private static final int MAX_CHANGES = 1_000;

  /** What a change takes besides its value. */
  private static final int OVERHEAD = 200;

  private final StateStore store;
  private SequencedMap<String, Optional<byte[]>> piece = new LinkedHashMap<>();
  private int pieceBytes;
  private Map<String, byte[]> loaded = Map.of();

  Values(StateStore store) {
    this.store = store;
  }

  /** The names of all values, as they will be when all changes are made. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(store.names());
    piece.forEach(
        (name, value) -> {
          if (value.isPresent()) {
            names.add(name);
          } else {
            names.remove(name);
          }
        });
    return names;
  }

  /** Makes all changes since the last time durable, in order. */
  void commit() {
    if (!piece.isEmpty()) {
      SequencedMap<String, Optional<byte[]>> whole = piece;
      piece = new LinkedHashMap<>();
      pieceBytes = 0;
      store.commit(whole);
    }
  }

  private void change(String name, Optional<byte[]> value) {
    int bytes = OVERHEAD + value.map(v -> v.length).orElse(0);
    if (piece.containsKey(name)
        || piece.size() >= MAX_CHANGES
        || pieceBytes + bytes > MAX_PIECE_BYTES) {
      commit();
    }
    piece.put(name, value);
    pieceBytes += bytes;
  }

  void remove(String name) {
    change(name, Optional.empty());
  }

  void put(String name, ObjectNode json) {
    change(name, Optional.of(encoded(json)));
  }

  private static byte[] encoded(ObjectNode json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      byte[] plain = JSON.writeValueAsBytes(json);
      if (plain.length < COMPRESSED_FROM) {
        return plain;
      }
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(plain);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }

  /** Reads all values at once, which is faster than each by itself; {@link #forget} them then. */
  void load() {
    loaded = store.entries();
  }

  /** What was loaded is changed from now on. */
  void forget() {
    loaded = Map.of();
  }

  /** A value that was there when all were loaded. */
  ObjectNode required(String name) {
    byte[] bytes = loaded.get(name);
    if (bytes == null) {
      throw new IllegalStateException("there is no " + name);
    }
    boolean plain = bytes.length > 0 && bytes[0] == '{';
    try (InputStream in =
        plain
            ? new ByteArrayInputStream(bytes)
            : new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException broken) {
      throw new UncheckedIOException("the record '" + name + "' is broken", broken);
    }
  }
}
