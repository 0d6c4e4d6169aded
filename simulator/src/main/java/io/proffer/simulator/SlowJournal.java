package io.proffer.simulator;

import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Timeline;
import io.proffer.service.kernel.Fact;
import io.proffer.service.store.FactStore;
import io.proffer.service.store.Journal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A journal that takes its time, and at whose writes the process may die: before the write is made,
 * or after, when nobody has been told.
 */
final class SlowJournal implements Journal {

  /** What can go wrong at a write. */
  enum Mishap {
    PROCESS_DIES_BEFORE_A_WRITE,
    PROCESS_DIES_AFTER_A_WRITE,
    PROCESS_DIES_BETWEEN_WRITES_OF_ONE_CHANGE,
    PROCESS_DIES_WITHIN_A_WRITE
  }

  /**
   * How it fares.
   *
   * @param crashChance of the process to die at a write
   * @param inPart whether a write may be made in part, as in files
   */
  record Fortune(Duration maxDelay, double crashChance, boolean inPart) {}

  private record Append(long number, List<Fact> facts) {}

  private final Timeline timeline;
  private final Draws draws;
  private final Fortune fortune;
  private final FactStore records;
  private final Consumer<List<Fact>> witness;
  private final Coverage coverage;
  private final BooleanSupplier alive;
  private final Runnable die;
  private final Deque<Append> waiting = new ArrayDeque<>();
  private Optional<Listener> listener = Optional.empty();
  private boolean calm;
  private boolean writing;
  private long appended;

  /**
   * @param witness is told what was decided, before it is written
   * @param alive whether the process that writes still runs
   * @param die ends it
   */
  SlowJournal(
      Timeline timeline,
      Draws draws,
      Fortune fortune,
      FactStore records,
      Consumer<List<Fact>> witness,
      Coverage coverage,
      BooleanSupplier alive,
      Runnable die) {
    this.timeline = timeline;
    this.draws = draws;
    this.fortune = fortune;
    this.records = records;
    this.witness = witness;
    this.coverage = coverage;
    this.alive = alive;
    this.die = die;
  }

  /** From now on nobody dies. */
  void calmDown() {
    calm = true;
  }

  /** Whether everything that was decided is stored. */
  boolean isIdle() {
    return !writing && waiting.isEmpty();
  }

  @Override
  public void start(Listener told) {
    listener = Optional.of(told);
  }

  @Override
  public long append(List<Fact> facts) {
    appended++;
    witness.accept(facts);
    waiting.addLast(new Append(appended, facts));
    if (!writing) {
      writing = true;
      later(this::writeAll);
    }
    return appended;
  }

  @Override
  public boolean isFull() {
    return waiting.size() > 20;
  }

  @Override
  public void close() {
    waiting.clear();
  }

  private void later(Runnable next) {
    Duration delay = draws.between(Duration.ZERO, fortune.maxDelay());
    timeline.after(
        delay,
        () -> {
          if (alive.getAsBoolean()) {
            next.run();
          }
        });
  }

  private void writeAll() {
    List<Fact> facts = new ArrayList<>();
    waiting.forEach(append -> facts.addAll(append.facts()));
    long upTo = waiting.getLast().number();
    waiting.clear();
    Deque<SequencedMap<String, Optional<byte[]>>> pieces = new ArrayDeque<>(records.encode(facts));
    boolean several = pieces.size() > 1;
    write(pieces, upTo, several);
  }

  private void write(
      Deque<SequencedMap<String, Optional<byte[]>>> pieces, long upTo, boolean several) {
    if (dies(Mishap.PROCESS_DIES_BEFORE_A_WRITE)) {
      return;
    }
    if (pieces.isEmpty()) {
      wrote(upTo);
      return;
    }
    SequencedMap<String, Optional<byte[]>> piece = pieces.removeFirst();
    if (fortune.inPart() && piece.size() > 1 && happens(Mishap.PROCESS_DIES_WITHIN_A_WRITE)) {
      records.commit(firstOf(piece, draws.between(1, piece.size() - 1)));
      die.run();
      return;
    }
    records.commit(piece);
    boolean between = several && !pieces.isEmpty();
    if (dies(
        between
            ? Mishap.PROCESS_DIES_BETWEEN_WRITES_OF_ONE_CHANGE
            : Mishap.PROCESS_DIES_AFTER_A_WRITE)) {
      return;
    }
    if (pieces.isEmpty()) {
      wrote(upTo);
    } else {
      later(() -> write(pieces, upTo, several));
    }
  }

  private void wrote(long upTo) {
    writing = !waiting.isEmpty();
    if (writing) {
      later(this::writeAll);
    }
    listener.ifPresent(l -> l.stored(upTo));
  }

  private static SequencedMap<String, Optional<byte[]>> firstOf(
      SequencedMap<String, Optional<byte[]>> piece, int count) {
    SequencedMap<String, Optional<byte[]>> first = new LinkedHashMap<>();
    piece.entrySet().stream().limit(count).forEach(e -> first.put(e.getKey(), e.getValue()));
    return first;
  }

  private boolean dies(Mishap how) {
    boolean dies = happens(how);
    if (dies) {
      die.run();
    }
    return dies;
  }

  private boolean happens(Mishap how) {
    if (calm || !draws.chance(fortune.crashChance())) {
      return false;
    }
    coverage.choice(how);
    return true;
  }
}
