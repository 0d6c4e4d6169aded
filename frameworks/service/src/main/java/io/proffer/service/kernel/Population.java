package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All instances, the oldest first: by their tasks, by their apps and by their ids. */
final class Population {

  /** The instances of one app. */
  private static final class Crew {
    private final Map<String, Instance> byTask = new LinkedHashMap<>();

    /** What they were when somebody asked last: much is asked between two changes. */
    private @Nullable List<Instance> copy;

    List<Instance> all() {
      List<Instance> known = copy;
      if (known == null) {
        known = List.copyOf(byTask.values());
        copy = known;
      }
      return known;
    }
  }

  private final Map<String, Instance> byTask = new LinkedHashMap<>();
  private final Map<PathId, Crew> byApp = new LinkedHashMap<>();

  /** How many there are of each id. Never iterated. */
  private final Map<String, Integer> byId = new HashMap<>();

  void set(Instance instance) {
    if (byTask.put(instance.taskId(), instance) == null) {
      byId.merge(instance.instanceId(), 1, Integer::sum);
    }
    Crew crew = byApp.computeIfAbsent(instance.app(), id -> new Crew());
    crew.byTask.put(instance.taskId(), instance);
    crew.copy = null;
  }

  void remove(String taskId) {
    Instance gone = byTask.remove(taskId);
    if (gone == null) {
      return;
    }
    int others = byId.getOrDefault(gone.instanceId(), 0) - 1;
    if (others > 0) {
      byId.put(gone.instanceId(), others);
    } else {
      byId.remove(gone.instanceId());
    }
    Crew crew = byApp.getOrDefault(gone.app(), new Crew());
    crew.byTask.remove(taskId);
    crew.copy = null;
    if (crew.byTask.isEmpty()) {
      byApp.remove(gone.app());
    }
  }

  Optional<Instance> of(String taskId) {
    return Optional.ofNullable(byTask.get(taskId));
  }

  /** Whether there is an instance of this id, whatever its task. */
  boolean hasId(String instanceId) {
    return byId.containsKey(instanceId);
  }

  /** All, the oldest first; must not be kept. */
  Collection<Instance> all() {
    return Collections.unmodifiableCollection(byTask.values());
  }

  /** The instances of an app, the oldest first, as they are now. */
  List<Instance> of(PathId app) {
    Crew crew = byApp.get(app);
    return crew == null ? List.of() : crew.all();
  }

  /** The apps that have any; must not be kept. */
  Set<PathId> apps() {
    return Collections.unmodifiableSet(byApp.keySet());
  }

  /** A copy: the instances of each app that has any. */
  Map<PathId, List<Instance>> copy() {
    Map<PathId, List<Instance>> copy = new LinkedHashMap<>();
    byApp.forEach((app, crew) -> copy.put(app, crew.all()));
    return copy;
  }
}
