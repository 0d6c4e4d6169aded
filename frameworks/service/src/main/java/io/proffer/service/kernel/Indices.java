package io.proffer.service.kernel;

import io.proffer.service.model.App;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The numbers of instances. A number is taken as long as its instance may run: while it is being
 * killed, and while its agent is away. An instance that has volumes keeps its number with them, so
 * that whoever has the number has the volumes.
 */
final class Indices {

  private Indices() {}

  /** How many of so many instances can be launched now. */
  static int launchable(App app, int count, ServiceState state) {
    if (!app.spec().extension().indexed()) {
      return count;
    }
    Set<Integer> taken = new HashSet<>();
    state.instances(app.id()).stream()
        .filter(instance -> !instance.isSuspended())
        .forEach(instance -> instance.extras().index().ifPresent(taken::add));
    long free = IntStream.range(0, app.instances()).filter(i -> !taken.contains(i)).count();
    return (int) Math.min(count, free);
  }

  /** The numbers that are not taken, given out one after the other. */
  static final class Free {

    private final boolean numbered;
    private final Set<Integer> taken;
    private int next;

    private Free(boolean numbered, Set<Integer> taken) {
      this.numbered = numbered;
      this.taken = taken;
    }

    /** Whether there is none for another instance, of so many. */
    boolean isUsedUp(int instances) {
      return numbered && IntStream.range(0, instances).allMatch(taken::contains);
    }

    /** The least that is not taken, which is taken from now on; empty without numbers. */
    Optional<Integer> next() {
      if (!numbered) {
        return Optional.empty();
      }
      while (!taken.add(next)) {
        next++;
      }
      return Optional.of(next);
    }
  }

  /** The numbers that instances of an app can have now. */
  static Free free(App app, ServiceState state) {
    boolean numbered = app.spec().extension().indexed();
    return new Free(numbered, numbered ? taken(app, state) : Set.of());
  }

  /** Whether an instance has a number that there is no use for any more, or none. */
  static boolean isBeyond(Instance instance, App app) {
    return app.spec().extension().indexed()
        && instance.extras().index().filter(i -> i < app.instances()).isEmpty();
  }

  private static Set<Integer> taken(App app, ServiceState state) {
    Set<Integer> taken = new HashSet<>();
    state.instances(app.id()).forEach(i -> i.extras().index().ifPresent(taken::add));
    return taken;
  }
}
