package io.proffer.service.change;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.SortedMap;

/** A wish to have something changed. Pure: the same tree gives the same tree. */
@FunctionalInterface
public interface TreeChange {

  /** The versions of an app that are known. */
  @FunctionalInterface
  interface Versions {
    SortedMap<Instant, App> of(PathId app);
  }

  /**
   * The tree that is wanted.
   *
   * @param tree what is wanted now
   * @param version of the tree to come, later than all before
   * @throws RefusedException when there is no such tree
   */
  Tree applyTo(Tree tree, Versions versions, Instant version) throws RefusedException;
}
