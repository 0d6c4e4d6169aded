package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.kernel.ArrayView;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Indexes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The indexes of arrays as JSON, so many to a record: bitmaps, and what is not done with. */
final class ArrayRecords {

  /** Indexes of one record. */
  static final int CHUNK = 8_192;

  private ArrayRecords() {}

  static ObjectNode write(Indexes indexes, int chunk) {
    int from = chunk * CHUNK;
    int to = Math.min(indexes.size(), from + CHUNK);
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("chunk", chunk);
    out.put("ok", indexes.bits(true, from, to)).put("no", indexes.bits(false, from, to));
    writeActive(indexes.active().subMap(from, to), out);
    writeWaiting(indexes.waiting().subMap(from, to), out);
    CopyRecords.write(indexes.allCopies().subMap(from, to), indexes.pace(), out);
    PlaceRecords.write(indexes.places(from, to), out);
    return out;
  }

  /** How some of the indexes fare. */
  static ObjectNode step(Indexes indexes, Collection<Integer> which) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("changes", which.size());
    ArrayNode ok = out.putArray("ok");
    ArrayNode no = out.putArray("no");
    SortedMap<Integer, IndexState.Active> active = new TreeMap<>();
    SortedMap<Integer, IndexState.Waiting> waiting = new TreeMap<>();
    SortedMap<Integer, Attempt> copies = new TreeMap<>();
    for (int index : which) {
      indexes.copy(index).ifPresent(copy -> copies.put(index, copy));
      indexes.active(index).ifPresent(state -> active.put(index, state));
      Optional.ofNullable(indexes.waiting().get(index))
          .ifPresent(state -> waiting.put(index, state));
      if (indexes.isSucceeded(index)) {
        ok.add(index);
      } else if (indexes.isFailed(index)) {
        no.add(index);
      }
    }
    writeActive(active, out);
    writeWaiting(waiting, out);
    CopyRecords.write(copies, indexes.pace(), out);
    return out;
  }

  /**
   * What {@link #step} has written.
   *
   * @param copies where the second tasks go; those of indexes that it does not name stay
   */
  static void readStep(JsonNode in, Indexes copies, BiConsumer<Integer, IndexState> into) {
    BiConsumer<Integer, IndexState> whole =
        (index, state) -> {
          into.accept(index, state);
          copies.setCopy(index, Optional.empty());
        };
    in.path("ok").forEach(index -> whole.accept(index.asInt(), new IndexState.Succeeded()));
    in.path("no").forEach(index -> whole.accept(index.asInt(), new IndexState.Failed()));
    readOpen(in, whole);
    CopyRecords.read(in, copies);
  }

  private static void writeActive(Map<Integer, IndexState.Active> active, ObjectNode to) {
    ArrayNode out = to.putArray("active");
    active.forEach(
        (index, state) -> {
          ObjectNode one = out.addObject().put("index", index);
          one.put("charged", state.charged()).put("uncharged", state.uncharged());
          Records.write(state.attempt(), one.putObject("attempt"));
        });
  }

  private static void writeWaiting(Map<Integer, IndexState.Waiting> waiting, ObjectNode to) {
    ArrayNode out = to.putArray("waiting");
    waiting.forEach(
        (index, state) ->
            out.addObject()
                .put("index", index)
                .put("attempts", state.attempts())
                .put("charged", state.charged())
                .put("uncharged", state.uncharged())
                .put("due", state.due().toString()));
  }

  static void read(JsonNode in, Indexes into) {
    int from = in.path("chunk").asInt() * CHUNK;
    into.setPlaces(from, PlaceRecords.chunk(in));
    bits(in, "ok").stream().forEach(index -> into.set(from + index, new IndexState.Succeeded()));
    bits(in, "no").stream().forEach(index -> into.set(from + index, new IndexState.Failed()));
    readOpen(in, into::set);
    CopyRecords.read(in, into);
  }

  private static void readOpen(JsonNode in, BiConsumer<Integer, IndexState> into) {
    for (JsonNode one : in.path("active")) {
      into.accept(
          one.path("index").asInt(),
          new IndexState.Active(
              Records.attempt(one.path("attempt")),
              one.path("charged").asInt(),
              one.path("uncharged").asInt()));
    }
    for (JsonNode one : in.path("waiting")) {
      into.accept(
          one.path("index").asInt(),
          new IndexState.Waiting(
              one.path("attempts").asInt(),
              one.path("charged").asInt(),
              one.path("uncharged").asInt(),
              Records.time(one, "due").orElseThrow()));
    }
  }

  private static BitSet bits(JsonNode in, String name) {
    try {
      return BitSet.valueOf(in.path(name).binaryValue());
    } catch (IOException broken) {
      throw new UncheckedIOException("the bits '" + name + "' are broken", broken);
    }
  }

  static ObjectNode write(ArrayView view) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("size", view.size())
        .put("succeeded", view.succeeded())
        .put("failed", view.failed())
        .put("active", view.active())
        .put("waiting", view.waiting())
        .put("failedIndexes", view.failedIndexes())
        .put("copies", view.copies().launched())
        .put("copiesWon", view.copies().won());
  }

  static ArrayView view(JsonNode in) {
    return new ArrayView(
        in.path("size").asInt(),
        in.path("succeeded").asInt(),
        in.path("failed").asInt(),
        in.path("active").asInt(),
        in.path("waiting").asInt(),
        in.path("failedIndexes").asText(),
        new ArrayView.Copied(0, in.path("copies").asInt(), in.path("copiesWon").asInt()));
  }
}
