package io.proffer.batch.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is given that its job does not say.
 *
 * @param token runs of a job that are asked for with the same one are the same run
 */
public record Parameters(
    Map<String, String> env,
    Optional<List<String>> args,
    List<Constraint> constraints,
    Map<String, String> labels,
    Optional<String> token) {

  /** As the job says. */
  public static final Parameters NONE =
      new Parameters(Map.of(), Optional.empty(), List.of(), Map.of(), Optional.empty());

  /** What of these the jobs after the one that was asked for are given too. */
  public Parameters handedOn() {
    return new Parameters(env, Optional.empty(), constraints, labels, Optional.empty());
  }
}
