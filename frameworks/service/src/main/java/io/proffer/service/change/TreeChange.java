package io.proffer.service.change;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Source;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A wish to have something changed. Pure: the same tree gives the same tree. */
@FunctionalInterface
public interface TreeChange {

  /** What is known of former times. */
  interface Versions {

    /** The versions of an app that are known. */
    SortedMap<Instant, App> of(PathId app);

    /** The whole tree as it was in this version, if that is known. */
    Optional<Tree> tree(Instant version);
  }

  /**
   * The tree that is wanted.
   *
   * @param tree what is wanted now
   * @param version of the tree to come, later than all before
   * @throws RefusedException when there is no such tree
   */
  Tree applyTo(Tree tree, Versions versions, Instant version) throws RefusedException;

  /** How the apps were written whose new versions are to be kept as written, too. */
  default Map<PathId, Source> sources() {
    return Map.of();
  }

  /** The same change of an app, of which is kept how it was written. */
  default TreeChange writtenAs(PathId app, Source source) {
    TreeChange change = this;
    return new TreeChange() {

      @Override
      public Tree applyTo(Tree tree, Versions versions, Instant version) throws RefusedException {
        return change.applyTo(tree, versions, version);
      }

      @Override
      public Map<PathId, Source> sources() {
        return Map.of(app, source);
      }
    };
  }
}
