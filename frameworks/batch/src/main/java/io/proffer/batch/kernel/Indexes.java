package io.proffer.batch.kernel;

import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the indexes of an array fare: a bit for each that is done with, and more only of those that
 * run or are to be tried again. Not thread-safe.
 */
public final class Indexes {

  private static final int MAX_REMEMBERED = 500;

  private final int size;
  private final BitSet begun = new BitSet();
  private final BitSet succeeded = new BitSet();
  private final BitSet failed = new BitSet();
  private final NavigableMap<Integer, IndexState.Active> active = new TreeMap<>();
  private final NavigableMap<Integer, IndexState.Waiting> waiting = new TreeMap<>();
  private final TreeSet<Due> byDue = new TreeSet<>();
  private final Places places = new Places();
  private final NavigableMap<Integer, Attempt> copies = new TreeMap<>();
  private Pace pace = Pace.UNKNOWN;
  private int runningCopies;
  private int begunCount;
  private int succeededCount;
  private int failedCount;
  private int untouched;

  private record Due(Instant at, int index) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Integer.compare(index, other.index);
    }
  }

  public Indexes(int size) {
    this.size = size;
  }

  /** From now on an index fares so. */
  public void set(int index, IndexState now) {
    active.remove(index);
    forget(index);
    IndexState.Waiting before = waiting.remove(index);
    if (before != null) {
      byDue.remove(new Due(before.due(), index));
    }
    if (!begun.get(index)) {
      begun.set(index);
      begunCount++;
    }
    switch (now) {
      case IndexState.Active a -> {
        active.put(index, a);
        places.set(a.attempt().place(index));
      }
      case IndexState.Waiting w -> {
        waiting.put(index, w);
        byDue.add(new Due(w.due(), index));
      }
      case IndexState.Succeeded s -> {
        succeeded.set(index);
        succeededCount++;
      }
      case IndexState.Failed f -> {
        failed.set(index);
        failedCount++;
      }
    }
  }

  /** From now on an index has this second task, or none. */
  public void setCopy(int index, Optional<Attempt> copy) {
    Attempt before = copies.remove(index);
    runningCopies -= before != null && before.isActive() ? 1 : 0;
    copy.ifPresent(attempt -> copies.put(index, attempt));
    runningCopies += copy.filter(Attempt::isActive).isPresent() ? 1 : 0;
  }

  /** The second task of an index, which may have ended. */
  public Optional<Attempt> copy(int index) {
    return Optional.ofNullable(copies.get(index));
  }

  /** The second tasks, those that have ended among them, by index. */
  public SortedMap<Integer, Attempt> allCopies() {
    return Collections.unmodifiableSortedMap(copies);
  }

  /** How many second tasks may run. */
  public int copies() {
    return runningCopies;
  }

  /** How many tasks may run. */
  int taskCount() {
    return active.size() + runningCopies;
  }

  /** The tasks that may run. */
  public List<Attempt> tasks() {
    return Stream.concat(
            active.values().stream().map(IndexState.Active::attempt),
            copies.values().stream().filter(Attempt::isActive))
        .toList();
  }

  /** How long indexes take. */
  public Pace pace() {
    return pace;
  }

  public void setPace(Pace known) {
    pace = known;
  }

  /** How it ended before is of no account where it runs again. */
  private void forget(int index) {
    if (succeeded.get(index)) {
      succeeded.clear(index);
      succeededCount--;
    }
    if (failed.get(index)) {
      failed.clear(index);
      failedCount--;
    }
  }

  public int size() {
    return size;
  }

  public int succeeded() {
    return succeededCount;
  }

  public int failed() {
    return failedCount;
  }

  public boolean isSucceeded(int index) {
    return succeeded.get(index);
  }

  public boolean isFailed(int index) {
    return failed.get(index);
  }

  /** Those with a task, by index. */
  public SortedMap<Integer, IndexState.Active> active() {
    return Collections.unmodifiableSortedMap(active);
  }

  /** Those to be tried again, by index. */
  public SortedMap<Integer, IndexState.Waiting> waiting() {
    return Collections.unmodifiableSortedMap(waiting);
  }

  public Optional<IndexState.Active> active(int index) {
    return Optional.ofNullable(active.get(index));
  }

  /** How many could have a task now that have none, up to a number. */
  int ready(Instant now, int most) {
    int fresh = Math.min(most, size - begunCount);
    return fresh + readyAgain(now, most - fresh);
  }

  /** How many of those that are to be tried again could be now, up to a number. */
  int readyAgain(Instant now, int most) {
    int count = 0;
    for (Due due : byDue) {
      if (count >= most || due.at().isAfter(now)) {
        break;
      }
      count++;
    }
    return count;
  }

  /** The next one to have a task: one that is to be tried again before one of which nothing is. */
  Optional<Integer> next(Instant now) {
    if (!byDue.isEmpty() && !byDue.getFirst().at().isAfter(now)) {
      return Optional.of(byDue.getFirst().index());
    }
    untouched = begun.nextClearBit(untouched);
    return untouched < size ? Optional.of(untouched) : Optional.empty();
  }

  /** Whether nothing more becomes of any. */
  boolean isOver() {
    return succeededCount + failedCount == size;
  }

  boolean isUntouched() {
    return begunCount == 0;
  }

  /** Where an index ran last; empty for one that never did. */
  public Optional<IndexPlace> place(int index) {
    return places.find(index);
  }

  /** Where those of a part ran, for a store. */
  public Places.Chunk places(int from, int to) {
    return places.chunk(from, to);
  }

  /** What {@link #places} said. */
  public void setPlaces(int from, Places.Chunk chunk) {
    places.setChunk(from, chunk);
  }

  /** Where those ran that are remembered when the run has ended: those that failed come first. */
  List<IndexPlace> remembered() {
    return IntStream.concat(
            failed.stream(), IntStream.range(0, size).filter(index -> !failed.get(index)))
        .mapToObj(places::find)
        .flatMap(Optional::stream)
        .limit(MAX_REMEMBERED)
        .toList();
  }

  /** A part of the succeeded ones or the failed ones, for a store. */
  public byte[] bits(boolean ok, int from, int to) {
    return (ok ? succeeded : failed).get(from, to).toByteArray();
  }

  /** Another of the same, that changes by itself. */
  public Indexes copy() {
    Indexes other = new Indexes(size);
    succeeded.stream().forEach(index -> other.set(index, new IndexState.Succeeded()));
    failed.stream().forEach(index -> other.set(index, new IndexState.Failed()));
    active.forEach(other::set);
    waiting.forEach(other::set);
    copies.forEach((index, copy) -> other.setCopy(index, Optional.of(copy)));
    other.pace = pace;
    other.places.setChunk(0, places.chunk(0, size));
    return other;
  }

  /** What there is to say, with as many of the failed ones as a person reads. */
  public ArrayView view() {
    StringBuilder which = new StringBuilder();
    int from = failed.nextSetBit(0);
    while (from >= 0 && which.length() < ArrayView.MAX_TEXT) {
      int to = failed.nextClearBit(from);
      which.append(which.isEmpty() ? "" : ",").append(from);
      if (to - from > 1) {
        which.append('-').append(to - 1);
      }
      from = failed.nextSetBit(to);
    }
    if (from >= 0) {
      which.append(",...");
    }
    return new ArrayView(
        size,
        succeededCount,
        failedCount,
        active.size(),
        waiting.size(),
        which.toString(),
        new ArrayView.Copied(runningCopies, pace.copies(), pace.won()));
  }
}
