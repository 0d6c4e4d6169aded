package io.proffer.service.deployment;

import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.List;

/**
 * How a deployment ended, kept for those who ask later.
 *
 * @param version of the tree it was to make
 * @param reason why it came to nothing; empty when it succeeded
 */
public record Ending(
    String deployment,
    Instant version,
    List<PathId> apps,
    Instant endedAt,
    boolean succeeded,
    String reason) {

  public Ending {
    apps = List.copyOf(apps);
  }
}
