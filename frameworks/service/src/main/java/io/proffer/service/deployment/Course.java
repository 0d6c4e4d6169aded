package io.proffer.service.deployment;

import io.proffer.service.model.PathId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps in their order, and what each of them does to which app. Immutable. */
public final class Course {

  private final List<Step> steps;

  /** For each step what it does, by app: a step may act on thousands of apps. */
  private final List<Map<PathId, Step.Action>> actions = new ArrayList<>();

  /** The last step that acts on an app. */
  private final Map<PathId, Integer> last = new HashMap<>();

  public Course(List<Step> steps) {
    this.steps = List.copyOf(steps);
    for (int i = 0; i < steps.size(); i++) {
      Map<PathId, Step.Action> byApp = new HashMap<>();
      for (Step.Action action : steps.get(i).actions()) {
        byApp.put(action.app(), action);
        last.put(action.app(), i);
      }
      actions.add(byApp);
    }
  }

  public List<Step> steps() {
    return steps;
  }

  /**
   * What a step does to an app.
   *
   * @param step from 0; there need not be as many
   */
  Optional<Step.Action> action(int step, PathId app) {
    return step < actions.size()
        ? Optional.ofNullable(actions.get(step).get(app))
        : Optional.empty();
  }

  /** Whether some step after this one acts on an app. */
  boolean isLater(int step, PathId app) {
    return last.getOrDefault(app, -1) > step;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Course course && steps.equals(course.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  @Override
  public String toString() {
    return steps.toString();
  }
}
