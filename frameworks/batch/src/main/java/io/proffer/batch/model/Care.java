package io.proffer.batch.model;

/**
 * How the runs of a job are looked after.
 *
 * @param suspended nothing of the job is launched, and it has no runs by its schedule
 * @param output whether its runs leave something for the jobs that come after them
 */
public record Care(FailurePolicy failures, boolean suspended, boolean output) {

  /** Nothing said. */
  public static final Care USUAL = new Care(FailurePolicy.NONE, false, false);
}
