package io.proffer.batch.kernel;

import io.proffer.batch.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Copies of indexes that take much longer than others. An index is done when the first of its two
 * tasks ends well; the other one is asked to end, and is known until it has.
 */
final class CopyBook {

  /** How many of those that ended last say how long one takes. */
  private static final int SAMPLE = 101;

  private final BatchState state;
  private final Outbox out;
  private final Map<String, Sample> samples = new HashMap<>();
  private List<Wanted> wanted = List.of();
  private int launched;
  private int won;

  /** How long those took that have ended well. */
  private static final class Sample {
    private final Deque<Duration> latest = new ArrayDeque<>();
    private int ended;

    Sample(Pace known) {
      ended = known.ended();
    }

    void add(Duration span) {
      ended++;
      latest.addLast(span);
      if (latest.size() > SAMPLE) {
        latest.removeFirst();
      }
    }

    Optional<Duration> median() {
      return latest.size() < Pace.FEWEST
          ? Optional.empty()
          : Optional.of(latest.stream().sorted().toList().get(latest.size() / 2));
    }
  }

  /**
   * An index that is to have a copy.
   *
   * @param number of the copy's attempt
   * @param agent on which the first one runs
   */
  record Wanted(Run run, int index, int number, String agent) {}

  CopyBook(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Those that would have a copy if there was room. */
  List<Wanted> wanted() {
    return wanted;
  }

  /** What there was since this process began. */
  ArrayView.Copied counted() {
    int running =
        state.idle().stream()
            .filter(Run::isArray)
            .mapToInt(run -> state.indexes(run).copies())
            .sum();
    return new ArrayView.Copied(running, launched, won);
  }

  /**
   * Finds out which indexes take too long.
   *
   * @return whether there are any, and were none before
   */
  boolean plan(Instant now) {
    List<Wanted> slow = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (Run run : state.idle()) {
      Optional<Copies> copies = copies(run);
      if (copies.isPresent() && run.stopped().isEmpty()) {
        known.add(name(run));
        slow.addAll(slow(run, copies.get(), now));
      }
    }
    samples.keySet().retainAll(known);
    boolean first = wanted.isEmpty() && !slow.isEmpty();
    wanted = List.copyOf(slow);
    return first;
  }

  private static Optional<Copies> copies(Run run) {
    return run.extensions().array().flatMap(array -> array.copies());
  }

  private static String name(Run run) {
    return run.job() + "." + run.id();
  }

  private List<Wanted> slow(Run run, Copies copies, Instant now) {
    Indexes indexes = state.indexes(run);
    Optional<Duration> longest = longest(run, copies);
    int throttle = run.extensions().array().orElseThrow().throttle();
    int most = Math.min(copies.max() - indexes.copies(), throttle - indexes.taskCount());
    if (longest.isEmpty() || most <= 0) {
      return List.of();
    }
    Instant latest = now.minus(longest.get());
    return indexes.active().entrySet().stream()
        .filter(entry -> isSlow(entry.getValue().attempt(), latest))
        .filter(entry -> indexes.copy(entry.getKey()).isEmpty())
        .sorted(Comparator.comparing(entry -> entry.getValue().attempt().startedAt().orElseThrow()))
        .limit(most)
        .map(
            entry -> {
              Attempt first = entry.getValue().attempt();
              return new Wanted(run, entry.getKey(), first.number() + 1, first.agentId());
            })
        .toList();
  }

  private static boolean isSlow(Attempt attempt, Instant latest) {
    return attempt.preempted().isEmpty()
        && attempt.unseenSince().isEmpty()
        && attempt.startedAt().filter(at -> !at.isAfter(latest)).isPresent();
  }

  /** What takes longer has a copy; empty while too few have ended. */
  private Optional<Duration> longest(Run run, Copies copies) {
    Sample sample = samples.get(name(run));
    Pace pace = state.indexes(run).pace();
    return Optional.ofNullable(sample)
        .flatMap(Sample::median)
        .or(() -> pace.isKnown() ? Optional.of(pace.median()) : Optional.empty())
        .map(median -> Duration.ofMillis((long) (median.toMillis() * copies.slowerThan())))
        .map(span -> span.compareTo(copies.after()) < 0 ? copies.after() : span);
  }

  /** A copy was put on an offer. */
  void launched(Wanted copy, Attempt attempt) {
    set(copy.run(), copy.index(), Optional.of(attempt));
    set(copy.run(), state.indexes(copy.run()).pace().copied());
    launched++;
  }

  /** An index has ended well. */
  void succeeded(Run run, int index, Attempt attempt, Instant now) {
    if (copies(run).isEmpty()) {
      return;
    }
    Indexes indexes = state.indexes(run);
    Sample sample = samples.computeIfAbsent(name(run), n -> new Sample(indexes.pace()));
    sample.add(Duration.between(attempt.startedAt().orElse(attempt.launchedAt()), now));
    int known = indexes.pace().ended();
    if (sample.ended >= Math.max(Pace.FEWEST, 2 * known)) {
      sample.median().ifPresent(median -> set(run, indexes.pace().reckoned(sample.ended, median)));
    }
    Optional<Attempt> other = indexes.copy(index);
    other
        .filter(Attempt::isActive)
        .ifPresentOrElse(
            loser -> kill(loser), () -> other.ifPresent(o -> set(run, index, Optional.empty())));
  }

  private void kill(Attempt loser) {
    out.action(new Action.Kill(loser.taskId(), "another task of its index has ended well"));
  }

  /** Of a former process it is not known whether it has asked those to end that came second. */
  void resume(Run run) {
    Indexes indexes = state.indexes(run);
    indexes
        .allCopies()
        .forEach(
            (index, copy) -> {
              if (copy.isActive() && indexes.active(index).isEmpty()) {
                kill(copy);
              }
            });
  }

  /** The copy of an index that may run still. */
  Optional<Attempt> running(Run run, int index) {
    return state.indexes(run).copy(index).filter(Attempt::isActive);
  }

  /**
   * The copy is the only one that runs now, and has no other beside it.
   *
   * @param failed the one that was first
   */
  void promoted(Run run, int index, IndexState.Active copy, Attempt failed) {
    out.fact(new Fact.IndexSet(run.job(), run.id(), index, copy));
    set(run, index, Optional.of(failed));
  }

  /** The copy has ended well before the first one, which is the copy from now on. */
  IndexState.Active first(Run run, int index, IndexState.Active slow, Attempt copy) {
    IndexState.Active winner = new IndexState.Active(copy, slow.charged(), slow.uncharged());
    out.fact(new Fact.IndexSet(run.job(), run.id(), index, winner));
    set(run, index, Optional.of(slow.attempt()));
    set(run, state.indexes(run).pace().wonByCopy());
    won++;
    return winner;
  }

  /** The number of an index's copy, which may have ended; 0 if it has none. */
  int lastNumber(Run run, int index) {
    return state.indexes(run).copy(index).map(Attempt::number).orElse(0);
  }

  /** An index has no copy any more. */
  void forget(Run run, int index) {
    if (state.indexes(run).copy(index).isPresent()) {
      set(run, index, Optional.empty());
    }
  }

  /** An index has this copy, or none. */
  void set(Run run, int index, Optional<Attempt> copy) {
    out.fact(new Fact.CopySet(run.job(), run.id(), index, copy));
  }

  private void set(Run run, Pace pace) {
    out.fact(new Fact.PaceSet(run.job(), run.id(), pace));
  }

  /** Takes in that a copy goes on. */
  void told(Run run, int index, Attempt copy, TaskStatus status, Instant now) {
    boolean unseen = RunBook.isUnseen(status.getState());
    boolean runs = status.getState() == TaskState.TASK_RUNNING;
    Attempt told =
        copy.told(
            status.getState().name(),
            copy.startedAt().or(() -> runs ? Optional.of(now) : Optional.empty()),
            unseen ? copy.unseenSince().or(() -> Optional.of(now)) : Optional.empty());
    if (!told.equals(copy)) {
      set(run, index, Optional.of(told));
    }
  }
}
