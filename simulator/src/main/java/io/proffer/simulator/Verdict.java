package io.proffer.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run of a seed went.
 *
 * @param time how much virtual time has passed
 * @param digest of all that happened
 * @param failure what went wrong, in words for people; empty when nothing did
 */
record Verdict(
    long seed, Plan plan, long steps, Duration time, long digest, Optional<String> failure) {

  boolean passed() {
    return failure.isEmpty();
  }

  /** The same run, held against another run of the same seed. */
  Verdict sameAs(Verdict again) {
    if (failure.isPresent() || (digest == again.digest && again.failure.isEmpty())) {
      return this;
    }
    String message =
        again.failure.isPresent()
            ? "fails only the second time: " + again.failure.get()
            : "two runs of the seed differ: something depends on more than the seed (steps "
                + steps
                + " and "
                + again.steps
                + ")";
    return new Verdict(seed, plan, steps, time, digest, Optional.of(message));
  }

  /** One line for the log. */
  String line() {
    return "seed %d: %s, %d steps, %d s of virtual time, trace %016x"
        .formatted(seed, passed() ? "ok" : "FAILED", steps, time.toSeconds(), digest);
  }
}
