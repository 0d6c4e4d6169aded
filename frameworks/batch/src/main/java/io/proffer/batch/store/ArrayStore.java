package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Indexes;
import io.proffer.batch.kernel.Run;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Keeps the indexes of arrays: {@code bits.H.R.N} has those from N * {@link ArrayRecords#CHUNK} on.
 * However many of them change at a time, a record is written once. Not thread-safe.
 */
final class ArrayStore {

  private static final String KIND = "bits";

  private final Values values;
  private final Map<String, Indexes> arrays = new HashMap<>();
  private final Map<String, SortedSet<Integer>> dirty = new LinkedHashMap<>();

  ArrayStore(Values values) {
    this.values = values;
  }

  private static String name(String run, int chunk) {
    return KIND + run.substring("run".length()) + "." + chunk;
  }

  /**
   * @param run its record's name
   */
  void begun(String run, Run array) {
    array
        .extensions()
        .array()
        .ifPresent(spec -> arrays.computeIfAbsent(run, name -> new Indexes(spec.size())));
  }

  void set(String run, Fact.IndexSet set) {
    Indexes indexes = arrays.get(run);
    if (indexes != null) {
      Optional<IndexState.Active> before = indexes.active(set.index());
      indexes.set(set.index(), set.now());
      // That a task has started is told again; that it was launched must be known before it is.
      if (before.isEmpty() || !(set.now() instanceof IndexState.Active)) {
        dirty.computeIfAbsent(run, name -> new TreeSet<>()).add(set.index() / ArrayRecords.CHUNK);
      }
    }
  }

  /** Its records are of no use any more. */
  void ended(String run) {
    Indexes indexes = arrays.remove(run);
    dirty.remove(run);
    if (indexes != null) {
      int chunks = (indexes.size() + ArrayRecords.CHUNK - 1) / ArrayRecords.CHUNK;
      for (int chunk = 0; chunk < chunks; chunk++) {
        values.remove(name(run, chunk));
      }
    }
  }

  /** Writes what has changed since the last time. */
  void flush() {
    dirty.forEach(this::write);
    dirty.clear();
  }

  private void write(String run, SortedSet<Integer> chunks) {
    Indexes indexes = arrays.get(run);
    if (indexes != null) {
      chunks.forEach(chunk -> values.put(name(run, chunk), ArrayRecords.write(indexes, chunk)));
    }
  }

  /** What was kept of arrays that have not ended; what is left of others is removed. */
  void read(List<String> names, Map<String, Run> runs, List<Fact> facts) {
    for (String name : names) {
      if (name.startsWith(KIND + ".")) {
        String run = "run" + name.substring(KIND.length(), name.lastIndexOf('.'));
        JsonNode record = values.required(name);
        Indexes indexes = runs.containsKey(run) ? arrays.get(run) : null;
        if (indexes == null) {
          values.remove(name);
        } else {
          ArrayRecords.read(record, indexes);
        }
      }
    }
    runs.forEach(
        (name, run) -> {
          Indexes indexes = arrays.get(name);
          if (indexes != null) {
            facts.add(new Fact.IndexesRestored(run.job(), run.id(), indexes.copy()));
          }
        });
  }
}
