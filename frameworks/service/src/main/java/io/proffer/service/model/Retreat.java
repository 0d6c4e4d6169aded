package io.proffer.service.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way from a tree back to the one before it: as small as the change between them.
 *
 * @param from the later tree's version
 * @param to the earlier tree's version
 * @param apps as they were, those that are different in the later tree or not in it
 * @param newApps those that only the later tree has
 * @param groups as they were, those that are different in the later tree or not in it
 * @param newGroups those that only the later tree has
 */
public record Retreat(
    Instant from,
    Instant to,
    SortedMap<PathId, App> apps,
    Set<PathId> newApps,
    SortedMap<PathId, Group> groups,
    Set<PathId> newGroups) {

  /** How many are kept. */
  public static final int MAX_KEPT = 50;

  public Retreat {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    newApps = Collections.unmodifiableSet(new LinkedHashSet<>(newApps));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    newGroups = Collections.unmodifiableSet(new LinkedHashSet<>(newGroups));
  }

  /**
   * The way back from a change.
   *
   * @param version of the later tree
   */
  public static Retreat of(Tree earlier, Tree later, Instant version) {
    return new Retreat(
        version,
        earlier.version(),
        changed(earlier.apps(), later.apps()),
        added(earlier.apps(), later.apps()),
        changed(earlier.groups(), later.groups()),
        added(earlier.groups(), later.groups()));
  }

  private static <T> SortedMap<PathId, T> changed(Map<PathId, T> earlier, Map<PathId, T> later) {
    SortedMap<PathId, T> changed = new TreeMap<>(earlier);
    changed.entrySet().removeIf(entry -> entry.getValue().equals(later.get(entry.getKey())));
    return changed;
  }

  private static <T> Set<PathId> added(Map<PathId, T> earlier, Map<PathId, T> later) {
    Set<PathId> added = new LinkedHashSet<>(later.keySet());
    added.removeAll(earlier.keySet());
    return added;
  }

  /** The earlier tree, from the later one. */
  public Tree taken(Tree later) {
    SortedMap<PathId, App> then = new TreeMap<>(later.apps());
    then.keySet().removeAll(newApps);
    then.putAll(apps);
    SortedMap<PathId, Group> groupsThen = new TreeMap<>(later.groups());
    groupsThen.keySet().removeAll(newGroups);
    groupsThen.putAll(groups);
    return new Tree(then, groupsThen, to);
  }
}
