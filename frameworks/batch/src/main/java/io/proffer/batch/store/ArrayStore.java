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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the indexes of arrays: {@code bits.H.R.N} has those from N * {@link ArrayRecords#CHUNK} on,
 * and {@code step.H.R.S} what has changed since, one record for each time that something was
 * written. What is written so depends on how much has changed, not on how much there is. Now and
 * then the steps are taken up into the bits. Not thread-safe.
 */
final class ArrayStore {

  private static final String BITS = "bits";
  private static final String STEP = "step";

  /** Of an array that is not larger the bits are written each time. */
  private static final int SMALL = 256;

  private static final int MAX_STEPS = 64;
  private static final int MAX_STEPPED = 20_000;

  private final Values values;
  private final Map<String, Kept> arrays = new HashMap<>();
  private final Map<String, Kept> changed = new LinkedHashMap<>();

  /** An array, and what of it is not in its bits. */
  private static final class Kept {
    private final Indexes indexes;
    private final SortedSet<Integer> unwritten = new TreeSet<>();
    private final SortedSet<Integer> dirtyChunks = new TreeSet<>();
    private int firstStep;
    private int nextStep;
    private int stepped;

    Kept(int size) {
      indexes = new Indexes(size);
    }

    void change(int index, IndexState now) {
      indexes.set(index, now);
      dirtyChunks.add(index / ArrayRecords.CHUNK);
    }

    boolean mayStep() {
      return indexes.size() > SMALL
          && nextStep - firstStep < MAX_STEPS
          && stepped + unwritten.size() <= MAX_STEPPED;
    }
  }

  ArrayStore(Values values) {
    this.values = values;
  }

  private static String bits(String run, int chunk) {
    return BITS + run.substring("run".length()) + "." + chunk;
  }

  /** So that names are in the order of numbers. */
  private static String step(String run, int number) {
    return STEP + run.substring("run".length()) + ".%09d".formatted(number);
  }

  private static String run(String name) {
    return "run" + name.substring(BITS.length(), name.lastIndexOf('.'));
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * @param run its record's name
   */
  void begun(String run, Run array) {
    array
        .extensions()
        .array()
        .ifPresent(spec -> arrays.computeIfAbsent(run, name -> new Kept(spec.size())));
  }

  void set(String run, Fact.IndexSet set) {
    Kept kept = arrays.get(run);
    if (kept != null) {
      Optional<IndexState.Active> before = kept.indexes.active(set.index());
      kept.change(set.index(), set.now());
      // That a task has started is told again; that it was launched must be known before it is.
      if (before.isEmpty() || !(set.now() instanceof IndexState.Active)) {
        kept.unwritten.add(set.index());
        changed.put(run, kept);
      }
    }
  }

  void set(String run, Fact.CopySet set) {
    Kept kept = arrays.get(run);
    if (kept != null) {
      kept.indexes.setCopy(set.index(), set.copy());
      kept.dirtyChunks.add(set.index() / ArrayRecords.CHUNK);
      kept.unwritten.add(set.index());
      changed.put(run, kept);
    }
  }

  void set(String run, Fact.PaceSet set) {
    Kept kept = arrays.get(run);
    if (kept != null) {
      kept.indexes.setPace(set.pace());
      kept.dirtyChunks.add(0); // With any of its chunks.
      changed.put(run, kept);
    }
  }

  /** Its records are of no use any more. */
  void ended(String run) {
    Kept kept = arrays.remove(run);
    changed.remove(run);
    if (kept != null) {
      int chunks = (kept.indexes.size() + ArrayRecords.CHUNK - 1) / ArrayRecords.CHUNK;
      for (int chunk = 0; chunk < chunks; chunk++) {
        values.remove(bits(run, chunk));
      }
      removeSteps(run, kept);
    }
  }

  /**
   * The oldest first: those that are left are the last ones, and setting them again is harmless.
   */
  private void removeSteps(String run, Kept kept) {
    for (int step = kept.firstStep; step < kept.nextStep; step++) {
      values.remove(step(run, step));
    }
    kept.firstStep = kept.nextStep;
    kept.stepped = 0;
  }

  /** Writes what has changed since the last time. */
  void flush() {
    changed.forEach(this::write);
    changed.clear();
  }

  private void write(String run, Kept kept) {
    if (kept.mayStep()) {
      values.put(step(run, kept.nextStep++), ArrayRecords.step(kept.indexes, kept.unwritten));
      kept.stepped += kept.unwritten.size();
    } else {
      for (int chunk : kept.dirtyChunks) {
        values.put(bits(run, chunk), ArrayRecords.write(kept.indexes, chunk));
      }
      kept.dirtyChunks.clear();
      removeSteps(run, kept);
    }
    kept.unwritten.clear();
  }

  /**
   * What was kept of arrays that have not ended; what is left of others is removed.
   *
   * @param names sorted
   */
  void read(List<String> names, Map<String, Run> runs, List<Fact> facts) {
    names.stream().filter(name -> name.startsWith(BITS + ".")).forEach(n -> readBits(n, runs));
    names.stream().filter(name -> name.startsWith(STEP + ".")).forEach(n -> readStep(n, runs));
    runs.forEach(
        (name, run) -> {
          Kept kept = arrays.get(name);
          if (kept != null) {
            facts.add(new Fact.IndexesRestored(run.job(), run.id(), kept.indexes.copy()));
          }
        });
  }

  private void readBits(String name, Map<String, Run> runs) {
    Kept kept = find(name, runs);
    if (kept != null) {
      ArrayRecords.read(values.required(name), kept.indexes);
    }
  }

  private void readStep(String name, Map<String, Run> runs) {
    Kept kept = find(name, runs);
    if (kept != null) {
      JsonNode record = values.required(name);
      kept.firstStep = kept.stepped == 0 ? number(name) : kept.firstStep;
      kept.nextStep = number(name) + 1;
      ArrayRecords.readStep(record, kept.indexes, kept::change);
      kept.stepped += record.path("changes").asInt();
    }
  }

  private @Nullable Kept find(String name, Map<String, Run> runs) {
    Kept kept = runs.containsKey(run(name)) ? arrays.get(run(name)) : null;
    if (kept == null) {
      values.remove(name);
    }
    return kept;
  }
}
