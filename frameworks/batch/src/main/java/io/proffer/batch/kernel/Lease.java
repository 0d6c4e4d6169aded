package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import io.proffer.sdk.Keeper;
import java.time.Instant;
import java.util.Comparator;

/**
 * The right to gather room for a gang. There is one in a pool at a time. Of those of several pools
 * the one that ends first is before the others, as long as it lasts: no two gangs wait for what the
 * other one has, for the first has the use of what is gathered for those behind it.
 */
public record Lease(String pool, JobId job, String run, Instant until) {

  static final Comparator<Lease> ORDER =
      Comparator.comparing(Lease::until).thenComparing(Lease::pool);

  static Lease of(Run run, Instant until) {
    return new Lease(FairShare.Who.of(run).pool(), run.job(), run.id(), until);
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
