package io.proffer.batch.model;

/**
 * How the runs of a job are looked after.
 *
 * @param suspended nothing of the job is launched, and it has no runs by its schedule
 */
public record Care(FailurePolicy failures, boolean suspended) {

  /** Nothing said. */
  public static final Care USUAL = new Care(FailurePolicy.NONE, false);
}
