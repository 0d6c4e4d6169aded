package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.model.PathId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deployments that have not ended, the oldest first, and which of them change each app. */
final class RunningDeployments {

  private final Map<String, Deployment> byId = new LinkedHashMap<>();

  /** The ids of those that change an app, the oldest first. Never iterated. */
  private final Map<PathId, List<String>> byApp = new HashMap<>();

  void set(Deployment deployment) {
    if (byId.put(deployment.id(), deployment) == null) {
      for (PathId app : deployment.affected()) {
        byApp.computeIfAbsent(app, id -> new ArrayList<>(1)).add(deployment.id());
      }
    }
  }

  void remove(String id) {
    Deployment gone = byId.remove(id);
    if (gone != null) {
      for (PathId app : gone.affected()) {
        List<String> ids = byApp.getOrDefault(app, new ArrayList<>());
        ids.remove(id);
        if (ids.isEmpty()) {
          byApp.remove(app);
        }
      }
    }
  }

  Optional<Deployment> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The oldest that changes this app. */
  Optional<Deployment> changing(PathId app) {
    List<String> ids = byApp.get(app);
    return ids == null ? Optional.empty() : of(ids.getFirst());
  }

  /** A copy, the oldest first. */
  List<Deployment> all() {
    return List.copyOf(byId.values());
  }
}
