package io.proffer.batch.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tasks of an agent are ended to make room on it: as few as can be, and of the sets that are
 * as small that of which least work is lost.
 */
final class VictimSearch {

  /** Sets that are looked at, of one size; more there are only where hardly two tasks are alike. */
  private static final int MAX_SETS = 20_000;

  /**
   * A task that may be ended.
   *
   * @param room that it leaves
   * @param ran for how long: what is lost
   */
  record Candidate(String taskId, Room room, Duration ran) {}

  private final Room missing;

  /** Those that leave as much of what is missing, the one that has run for the least time first. */
  private final List<List<Candidate>> alike;

  private final List<Room> useful;
  private final int[] taken;
  private Optional<List<Candidate>> best = Optional.empty();
  private Duration least = Duration.ZERO;
  private int looked;

  private VictimSearch(Room missing, Collection<Candidate> candidates) {
    this.missing = missing;
    Map<Room, List<Candidate>> groups = new LinkedHashMap<>();
    candidates.stream()
        .sorted(Comparator.comparing(Candidate::ran).thenComparing(Candidate::taskId))
        .filter(one -> !one.room().atMost(missing).isNothing())
        .forEach(
            one ->
                groups
                    .computeIfAbsent(one.room().atMost(missing), room -> new ArrayList<>())
                    .add(one));
    this.alike = List.copyOf(groups.values());
    this.useful = List.copyOf(groups.keySet());
    this.taken = new int[alike.size()];
  }

  /**
   * The tasks to be ended; empty when that would not make room, or when they would be too many.
   *
   * @param missing what there is too little of; something
   * @param most tasks
   */
  static Optional<List<Candidate>> fewest(
      Room missing, Collection<Candidate> candidates, int most) {
    VictimSearch search = new VictimSearch(missing, candidates);
    for (int size = 1; size <= Math.min(most, candidates.size()); size++) {
      if (search.mayDo(size)) {
        search.looked = 0;
        search.choose(0, size, missing);
        if (search.best.isPresent()) {
          return search.best;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether so many could be enough, as far as each resource by itself tells. */
  private boolean mayDo(int size) {
    Room most = Room.NONE;
    for (int i = 0; i < useful.size(); i++) {
      int count = Math.min(size, alike.get(i).size());
      for (int n = 0; n < count; n++) {
        most = most.plus(useful.get(i));
      }
    }
    return missing.without(most).isNothing();
  }

  /**
   * Takes some of the groups from one on.
   *
   * @param left how many more are to be taken
   * @param open what is missing still
   */
  private void choose(int group, int left, Room open) {
    if (open.isNothing()) {
      keep();
      return;
    }
    if (left == 0 || group == alike.size() || ++looked > MAX_SETS) {
      return;
    }
    int most = Math.min(left, alike.get(group).size());
    Room[] after = new Room[most + 1];
    after[0] = open;
    for (int count = 1; count <= most; count++) {
      after[count] = after[count - 1].without(useful.get(group));
    }
    for (int count = most; count >= 0; count--) {
      taken[group] = count;
      choose(group + 1, left - count, after[count]);
    }
    taken[group] = 0;
  }

  private void keep() {
    List<Candidate> chosen = new ArrayList<>();
    Duration lost = Duration.ZERO;
    for (int group = 0; group < taken.length; group++) {
      for (Candidate one : alike.get(group).subList(0, taken[group])) {
        chosen.add(one);
        lost = lost.plus(one.ran());
      }
    }
    if (best.isEmpty() || lost.compareTo(least) < 0) {
      best = Optional.of(List.copyOf(chosen));
      least = lost;
    }
  }
}
