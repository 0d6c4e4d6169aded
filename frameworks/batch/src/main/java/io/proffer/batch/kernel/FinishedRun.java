package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run that has ended, as it is remembered.
 *
 * @param failure {@link Failure#NONE} for a success
 * @param message why it failed, for people
 * @param places where some of an array's indexes ran
 */
public record FinishedRun(
    String id,
    JobId job,
    Instant createdAt,
    Instant finishedAt,
    Optional<Instant> scheduledFor,
    Optional<String> token,
    Failure failure,
    String message,
    List<Attempt> attempts,
    Optional<ArrayView> array,
    List<IndexPlace> places) {

  public FinishedRun {
    attempts = List.copyOf(attempts);
    places = List.copyOf(places);
  }

  static FinishedRun of(
      Run run, Failure failure, String message, Optional<Indexes> array, Instant at) {
    return new FinishedRun(
        run.id(),
        run.job(),
        run.createdAt(),
        at,
        run.scheduledFor(),
        run.token(),
        failure,
        message,
        run.attempts(),
        array.map(Indexes::view),
        array.map(Indexes::remembered).orElse(List.of()));
  }

  public boolean isSuccess() {
    return failure == Failure.NONE;
  }
}
