package io.proffer.service.model;

import java.time.Instant;
import java.util.List;

/**
 * A group as such; its apps and groups are those whose ids are in it.
 *
 * @param dependencies what the apps in it need
 * @param enforceRole whether the apps in it have the role of its name; of top-level groups only
 * @param version when it or something in it was changed last
 */
public record Group(PathId id, List<PathId> dependencies, boolean enforceRole, Instant version) {
  public Group {
    dependencies = List.copyOf(dependencies);
  }

  /** One of which nothing is said. */
  public static Group plain(PathId id, Instant version) {
    return new Group(id, List.of(), false, version);
  }
}
