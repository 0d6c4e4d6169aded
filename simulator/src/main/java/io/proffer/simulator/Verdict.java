package io.proffer.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run of a seed went.
 *
 * @param time how much virtual time has passed
 * @param digest of all that happened
 * @param coverage how often what has happened
 * @param failure what went wrong; empty when nothing did
 */
record Verdict(
    long seed,
    Plan plan,
    long steps,
    Duration time,
    long digest,
    Coverage coverage,
    Optional<Violation> failure) {

  boolean passed() {
    return failure.isEmpty();
  }

  /** The same run, held against another run of the same seed. */
  Verdict sameAs(Verdict again) {
    if (failure.isPresent() || (digest == again.digest && again.failure.isEmpty())) {
      return this;
    }
    String details =
        again
            .failure
            .map(failure -> "fails only the second time: " + failure)
            .orElse("two runs differ (steps " + steps + " and " + again.steps + ")");
    Violation violation = new Violation(Invariant.RUNS_REPEAT, details);
    return new Verdict(seed, plan, steps, time, digest, coverage, Optional.of(violation));
  }

  /** One line for the log. */
  String line() {
    return "seed %d: %s, %d steps, %d s of virtual time, trace %016x"
        .formatted(seed, passed() ? "ok" : "FAILED", steps, time.toSeconds(), digest);
  }
}
