package io.proffer.service.model;

import java.time.Instant;
import java.util.List;

/**
 * A group as such; its apps and groups are those whose ids are in it.
 *
 * @param dependencies what the apps in it need
 * @param version when it or something in it was changed last
 */
public record Group(PathId id, List<PathId> dependencies, Instant version) {
  public Group {
    dependencies = List.copyOf(dependencies);
  }
}
