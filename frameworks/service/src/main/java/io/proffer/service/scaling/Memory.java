package io.proffer.service.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured and done lately. Immutable.
 *
 * @param wishes how many instances there should have been
 * @param changes by how many they were changed
 */
public record Memory(List<Wish> wishes, List<Change> changes) {

  /** Of an app that was never looked at. */
  public static final Memory NONE = new Memory(List.of(), List.of());

  private static final int MAX = 10_000;

  /** How many there should have been at a time. */
  public record Wish(Instant at, int instances) {}

  /** By how many there were more, or less than 0 for fewer, from a time on. */
  public record Change(Instant at, int by) {}

  public Memory {
    wishes = List.copyOf(wishes);
    changes = List.copyOf(changes);
  }

  Memory wished(Instant now, int instances, Duration longest) {
    List<Wish> more = new ArrayList<>();
    wishes.stream().filter(w -> w.at().plus(longest).isAfter(now)).forEach(more::add);
    more.add(new Wish(now, instances));
    return new Memory(more.subList(Math.max(0, more.size() - MAX), more.size()), changes);
  }

  Memory changed(Instant now, int by, Duration longest) {
    List<Change> more = new ArrayList<>();
    changes.stream().filter(c -> c.at().plus(longest).isAfter(now)).forEach(more::add);
    more.add(new Change(now, by));
    return new Memory(wishes, more.subList(Math.max(0, more.size() - MAX), more.size()));
  }

  /** The most that was wished for within a span. */
  int most(Instant now, Duration span, int unset) {
    return wishes.stream()
        .filter(w -> w.at().plus(span).isAfter(now))
        .mapToInt(Wish::instances)
        .reduce(unset, Math::max);
  }

  /** The least that was wished for within a span. */
  int least(Instant now, Duration span, int unset) {
    return wishes.stream()
        .filter(w -> w.at().plus(span).isAfter(now))
        .mapToInt(Wish::instances)
        .reduce(unset, Math::min);
  }

  /** By how many it was changed in one direction within a span, as a number from 0 on. */
  int moved(Instant now, Duration span, boolean up) {
    return changes.stream()
        .filter(c -> c.at().plus(span).isAfter(now))
        .mapToInt(c -> up ? Math.max(0, c.by()) : Math.max(0, -c.by()))
        .sum();
  }
}
