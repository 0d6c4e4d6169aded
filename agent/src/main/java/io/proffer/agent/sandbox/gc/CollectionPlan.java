package io.proffer.agent.sandbox.gc;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to do about the sandboxes that are there.
 *
 * @param endedNow those that were in use at the last look and are not any more
 * @param remove those whose time is over, the oldest first
 * @param nextDue when the next will be, if the disk becomes no fuller
 * @param waiting how many are kept although nobody uses them
 */
record CollectionPlan(
    List<Path> endedNow, List<Path> remove, Optional<Instant> nextDue, int waiting) {

  /**
   * A sandbox.
   *
   * @param markedAt its modification time, which is when it ended for one that is known to have
   */
  record Sandbox(Path path, Instant markedAt) {}

  /**
   * @param inUse at the last look
   * @param live in use now
   * @param maxAge how long after their end sandboxes are kept
   */
  static CollectionPlan of(
      Instant now, List<Sandbox> there, Set<Path> inUse, Set<Path> live, Duration maxAge) {
    List<Path> endedNow = new ArrayList<>();
    List<Path> remove = new ArrayList<>();
    Optional<Instant> nextDue = Optional.empty();
    int waiting = 0;
    List<Sandbox> oldestFirst =
        there.stream().sorted(Comparator.comparing(Sandbox::markedAt)).toList();
    for (Sandbox sandbox : oldestFirst) {
      if (live.contains(sandbox.path())) {
        continue;
      }
      boolean justEnded = inUse.contains(sandbox.path());
      if (justEnded) {
        endedNow.add(sandbox.path());
      }
      Instant due = (justEnded ? now : sandbox.markedAt()).plus(maxAge);
      if (due.isAfter(now)) {
        waiting++;
        nextDue = Optional.of(nextDue.filter(n -> n.isBefore(due)).orElse(due));
      } else {
        remove.add(sandbox.path());
      }
    }
    return new CollectionPlan(endedNow, remove, nextDue, waiting);
  }
}
