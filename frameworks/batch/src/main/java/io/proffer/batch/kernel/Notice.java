package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;

/** What has happened, for whoever listens. */
public sealed interface Notice {

  /** A job was made. */
  record JobCreated(JobId job) implements Notice {}

  /** A job, or its schedule, was changed. */
  record JobUpdated(JobId job) implements Notice {}

  /** A job was removed. */
  record JobDeleted(JobId job) implements Notice {}

  /** A run has begun. */
  record RunStarted(Run run) implements Notice {}

  /** A run fares otherwise. */
  record RunUpdated(Run run) implements Notice {}

  /** A run has ended. */
  record RunEnded(FinishedRun run) implements Notice {}
}
