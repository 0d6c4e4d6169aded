package io.proffer.service.deployment;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A change on its way.
 *
 * @param version of the tree it makes
 * @param plan what it does; the same for as long as it is on its way
 * @param current the step that is being taken, from 0; the number of steps when all are
 * @param done apps for which the current step's action is done
 */
public record Deployment(String id, Instant version, Plan plan, int current, Set<PathId> done) {

  public Deployment {
    done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
  }

  /** One that begins. */
  public static Deployment begun(String id, Instant version, Plan plan) {
    return new Deployment(id, version, plan, 0, Set.of());
  }

  /** The apps it changes or removes, as they were. */
  public SortedMap<PathId, App> before() {
    return plan.before();
  }

  /** The apps it makes or changes, as they shall be. */
  public SortedMap<PathId, App> after() {
    return plan.after();
  }

  public List<Step> steps() {
    return plan.steps();
  }

  /** The apps that only this deployment may change while it runs. */
  public SortedSet<PathId> affected() {
    return plan.affected();
  }

  public boolean affects(PathId app) {
    return before().containsKey(app) || after().containsKey(app);
  }

  /** Whether all steps are taken. */
  public boolean isComplete() {
    return current >= steps().size();
  }

  /** The step that is being taken. */
  public Optional<Step> step() {
    return isComplete() ? Optional.empty() : Optional.of(steps().get(current));
  }

  /** Whether all that the current step does is done. */
  public boolean isStepDone() {
    return step().filter(step -> step.actions().size() <= done.size()).isPresent();
  }

  /** The action on this app that is being taken and not done. */
  public Optional<Step.Action> acting(PathId app) {
    return done.contains(app) ? Optional.empty() : plan.course().action(current, app);
  }

  /** Whether some later step acts on this app, so that it must be left as it is until then. */
  public boolean isPending(PathId app) {
    return plan.course().isLater(current, app) && acting(app).isEmpty();
  }

  /**
   * The same when the current step is done with some apps.
   *
   * @param apps that it {@link #acting acts} on
   */
  public Deployment withDone(Collection<PathId> apps) {
    Set<PathId> more = new LinkedHashSet<>(done);
    more.addAll(apps);
    return new Deployment(id, version, plan, current, more);
  }

  public Deployment next() {
    return new Deployment(id, version, plan, current + 1, Set.of());
  }
}
