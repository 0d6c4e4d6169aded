package io.proffer.service.deployment;

import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What needs what: an app needs what it names and what the groups it is in name. */
final class Dependencies {

  private final Tree tree;

  private Dependencies(Tree tree) {
    this.tree = tree;
  }

  /**
   * How long the longest chain of needs below each app is: 0 for one that needs nothing.
   *
   * @throws CyclicDependenciesException when there is a chain without an end
   */
  static Map<PathId, Integer> depths(Tree tree) throws CyclicDependenciesException {
    Dependencies graph = new Dependencies(tree);
    Map<PathId, Integer> depths = new HashMap<>();
    for (PathId id : tree.apps().keySet()) {
      graph.visit(id, depths);
    }
    return depths;
  }

  private record Visit(PathId id, Iterator<PathId> open) {}

  /** Depth first without recursion: chains may be as long as there are apps. */
  private void visit(PathId first, Map<PathId, Integer> depths) throws CyclicDependenciesException {
    Deque<Visit> path = new ArrayDeque<>();
    Set<PathId> onPath = new LinkedHashSet<>();
    enter(first, path, onPath, depths);
    while (!path.isEmpty()) {
      Visit here = path.peek();
      if (here.open().hasNext()) {
        PathId need = here.open().next();
        if (onPath.contains(need)) {
          throw new CyclicDependenciesException(
              String.join(" -> ", onPath.stream().map(PathId::toString).toList()) + " -> " + need);
        }
        enter(need, path, onPath, depths);
      } else {
        path.pop();
        onPath.remove(here.id());
        int depth = 0;
        for (PathId need : needs(here.id())) {
          depth = Math.max(depth, depths.getOrDefault(need, 0) + 1);
        }
        depths.put(here.id(), depth);
      }
    }
  }

  private void enter(
      PathId id, Deque<Visit> path, Set<PathId> onPath, Map<PathId, Integer> depths) {
    if (!depths.containsKey(id)) {
      path.push(new Visit(id, needs(id).iterator()));
      onPath.add(id);
    }
  }

  /** The apps an app needs; what is not there is not waited for. */
  private List<PathId> needs(PathId id) {
    App app = tree.apps().get(id);
    Set<PathId> named = new LinkedHashSet<>(app == null ? List.of() : app.spec().dependencies());
    for (PathId at = id.parent(); ; at = at.parent()) {
      Group group = tree.groups().get(at);
      if (group != null) {
        named.addAll(group.dependencies());
      }
      if (at.isRoot()) {
        break;
      }
    }
    List<PathId> needs = new ArrayList<>();
    for (PathId name : named) {
      for (PathId there : tree.apps().tailMap(name).keySet()) {
        if (!there.isWithin(name)) {
          break;
        }
        needs.add(there);
      }
    }
    return needs;
  }
}
