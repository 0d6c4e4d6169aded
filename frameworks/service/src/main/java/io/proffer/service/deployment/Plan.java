package io.proffer.service.deployment;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps from one tree to another: stop what is no more, what depends on others first; start
 * what is new; then change what is changed, what others depend on first.
 *
 * @param before the apps that are changed or removed
 * @param after the apps that are new or changed
 */
public record Plan(SortedMap<PathId, App> before, SortedMap<PathId, App> after, Course course) {

  public Plan {
    before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
  }

  public List<Step> steps() {
    return course.steps();
  }

  /** The apps that are made, changed or removed. */
  public SortedSet<PathId> affected() {
    SortedSet<PathId> affected = new TreeSet<>(before.keySet());
    affected.addAll(after.keySet());
    return affected;
  }

  /**
   * Plans a change.
   *
   * @throws CyclicDependenciesException when an app of the new tree needs itself
   */
  public static Plan of(Tree from, Tree to) throws CyclicDependenciesException {
    SortedMap<PathId, App> before = new TreeMap<>();
    SortedMap<PathId, App> after = new TreeMap<>();
    from.apps()
        .forEach(
            (id, app) -> {
              if (!app.equals(to.apps().get(id))) {
                before.put(id, app);
              }
            });
    to.apps()
        .forEach(
            (id, app) -> {
              if (!app.equals(from.apps().get(id))) {
                after.put(id, app);
              }
            });
    Map<PathId, Integer> depths = Dependencies.depths(to);
    List<Step> steps = new ArrayList<>(stops(from, before, after));
    List<Step.Action> starts =
        after.keySet().stream()
            .filter(id -> !before.containsKey(id))
            .map(id -> new Step.Action(Step.Kind.START, id))
            .toList();
    addStep(steps, starts);
    SortedMap<Integer, List<Step.Action>> changes = new TreeMap<>();
    after.forEach(
        (id, app) ->
            changes
                .computeIfAbsent(depths.getOrDefault(id, 0), depth -> new ArrayList<>())
                .add(new Step.Action(change(before.get(id), app), id)));
    changes.values().forEach(actions -> addStep(steps, actions));
    return new Plan(before, after, new Course(steps));
  }

  private static List<Step> stops(
      Tree from, SortedMap<PathId, App> before, SortedMap<PathId, App> after) {
    SortedMap<Integer, List<Step.Action>> byDepth = new TreeMap<>();
    Map<PathId, Integer> depths;
    try {
      depths = Dependencies.depths(from);
    } catch (CyclicDependenciesException neverTaken) {
      depths = Map.of();
    }
    for (PathId id : before.keySet()) {
      if (!after.containsKey(id)) {
        byDepth
            .computeIfAbsent(-depths.getOrDefault(id, 0), depth -> new ArrayList<>())
            .add(new Step.Action(Step.Kind.STOP, id));
      }
    }
    return byDepth.values().stream().map(Step::new).toList();
  }

  private static Step.Kind change(@Nullable App was, App app) {
    boolean restart = was != null && !was.runsSameAs(app) && app.instances() > 0;
    return restart ? Step.Kind.RESTART : Step.Kind.SCALE;
  }

  private static void addStep(List<Step> steps, List<Step.Action> actions) {
    if (!actions.isEmpty()) {
      steps.add(new Step(actions));
    }
  }
}
