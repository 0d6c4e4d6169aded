package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import io.proffer.sdk.Keeper;
import java.time.Instant;

/**
 * The right to gather room for a gang. There is one at a time, so that no two gangs wait for what
 * the other one has.
 */
public record Lease(JobId job, String run, Instant until) {

  static Lease of(Run run, Instant until) {
    return new Lease(run.job(), run.id(), until);
  }

  /** Whether it is a run's. */
  boolean isOf(Run other) {
    return job.equals(other.job()) && run.equals(other.id());
  }

  /** On whose behalf what a run could use is kept from others. */
  static Keeper keeper(Run run) {
    return of(run, Instant.EPOCH).keeper();
  }

  Keeper keeper() {
    return Keeper.of(holder());
  }

  /** As reservations name the gang they are for. */
  String holder() {
    return job + "." + run;
  }
}
