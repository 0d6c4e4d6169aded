package io.proffer.service.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is wanted: the apps, and the groups they are in.
 *
 * @param groups each group there is, the root included
 * @param version when anything was changed last
 */
public record Tree(SortedMap<PathId, App> apps, SortedMap<PathId, Group> groups, Instant version) {

  public Tree {
    apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
  }
}
