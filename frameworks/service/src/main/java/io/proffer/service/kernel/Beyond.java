package io.proffer.service.kernel;

import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.model.PathId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Marathon's API has no place for, as it was at one moment. Immutable.
 *
 * @param oversights by deployment
 * @param tried apps whose canaries are well and wait for a promotion
 * @param endings the first to end first
 * @param unmended apps of which nothing more is replaced for now, though something is not healthy
 * @param lacking the configurations that apps name and that are not there
 * @param leaves the apps with instances on agents that are about to go
 * @param outdated apps of which instances that run have files of a former configuration, and how
 *     many
 */
public record Beyond(
    Map<String, Oversight> oversights,
    Set<PathId> tried,
    List<Ending> endings,
    Set<PathId> unmended,
    Map<PathId, List<String>> lacking,
    Map<PathId, List<Leave>> leaves,
    Map<PathId, Integer> outdated) {
  public Beyond {
    oversights = Map.copyOf(new LinkedHashMap<>(oversights));
    tried = Set.copyOf(tried);
    endings = List.copyOf(endings);
    unmended = Set.copyOf(unmended);
    lacking = Map.copyOf(lacking);
    leaves = Map.copyOf(leaves);
    outdated = Map.copyOf(outdated);
  }
}
