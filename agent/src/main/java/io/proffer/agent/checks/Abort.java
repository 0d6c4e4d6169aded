package io.proffer.agent.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends what is being waited for. Whatever blocks says here how to break it off; that is called from
 * another thread, at most once. Safe for use by several threads.
 */
final class Abort {

  private final List<Runnable> breaks = new ArrayList<>();
  private Optional<String> why = Optional.empty();

  /** Broken off at once when the abort has come already. */
  void breaksOff(Runnable breakOff) {
    synchronized (this) {
      if (why.isEmpty()) {
        breaks.add(breakOff);
        return;
      }
    }
    breakOff.run();
  }

  void abort(String reason) {
    List<Runnable> all;
    synchronized (this) {
      if (why.isPresent()) {
        return;
      }
      why = Optional.of(reason);
      all = List.copyOf(breaks);
    }
    all.forEach(Runnable::run);
  }

  /** Empty while it has not come. */
  synchronized Optional<String> why() {
    return why;
  }
}
