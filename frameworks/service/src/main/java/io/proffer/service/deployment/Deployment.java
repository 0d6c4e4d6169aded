package io.proffer.service.deployment;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change on its way.
 *
 * @param version of the tree it makes
 * @param before the apps it changes or removes, as they were
 * @param after the apps it makes or changes, as they shall be
 * @param current the step that is being taken, from 0; the number of steps when all are
 * @param done apps for which the current step's action is done
 */
public record Deployment(
    String id,
    Instant version,
    SortedMap<PathId, App> before,
    SortedMap<PathId, App> after,
    List<Step> steps,
    int current,
    Set<PathId> done) {

  public Deployment {
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
    steps = List.copyOf(steps);
    done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
  }

  /** The apps that only this deployment may change while it runs. */
  public SortedSet<PathId> affected() {
    SortedSet<PathId> affected = new TreeSet<>(before.keySet());
    affected.addAll(after.keySet());
    return affected;
  }

  public boolean affects(PathId app) {
    return before.containsKey(app) || after.containsKey(app);
  }

  /** Whether all steps are taken. */
  public boolean isComplete() {
    return current >= steps.size();
  }

  /** The step that is being taken. */
  public Optional<Step> step() {
    return isComplete() ? Optional.empty() : Optional.of(steps.get(current));
  }

  /** The action on this app that is being taken and not done. */
  public Optional<Step.Action> acting(PathId app) {
    return done.contains(app) ? Optional.empty() : step().flatMap(step -> step.of(app));
  }

  /** Whether some later step acts on this app, so that it must be left as it is until then. */
  public boolean isPending(PathId app) {
    return steps.stream().skip(current + 1L).anyMatch(step -> step.of(app).isPresent())
        && acting(app).isEmpty();
  }

  public Deployment withDone(PathId app) {
    Set<PathId> more = new LinkedHashSet<>(done);
    more.add(app);
    return new Deployment(id, version, before, after, steps, current, more);
  }

  public Deployment next() {
    return new Deployment(id, version, before, after, steps, current + 1, Set.of());
  }
}
