package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import io.proffer.service.model.Retreat;
import io.proffer.service.model.Source;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is kept of former times besides the versions of apps. */
final class Archive {

  /** By the version they lead to. */
  private final TreeMap<Instant, Retreat> retreats = new TreeMap<>();

  private final SortedMap<PathId, Map<Instant, Source>> sources = new TreeMap<>();

  void keep(Retreat retreat) {
    retreats.put(retreat.to(), retreat);
  }

  void forgetTree(Instant version) {
    retreats.remove(version);
  }

  void keep(PathId app, Instant version, Source source) {
    sources.computeIfAbsent(app, id -> new TreeMap<>()).put(version, source);
  }

  void forgetSource(PathId app, Instant version) {
    Map<Instant, Source> known = sources.getOrDefault(app, new TreeMap<>());
    known.remove(version);
    if (known.isEmpty()) {
      sources.remove(app);
    }
  }

  Optional<Source> source(PathId app, Instant version) {
    return Optional.ofNullable(sources.getOrDefault(app, Map.of()).get(version));
  }

  /** The versions that something leads to, the oldest first. */
  List<Instant> formerVersions() {
    return List.copyOf(retreats.keySet());
  }

  /**
   * The trees that can be come back to, this one among them, the newest first. A change that was
   * stored in part has no way back, and hides what was before it.
   */
  List<Tree> trees(Tree present) {
    List<Tree> trees = new ArrayList<>(List.of(present));
    for (Retreat next : retreats.descendingMap().values()) {
      if (!next.from().equals(trees.getLast().version())) {
        break;
      }
      trees.add(next.taken(trees.getLast()));
    }
    return trees;
  }
}
