package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;

/**
 * Names one pass through a graph of jobs.
 *
 * @param root the job with which it began
 * @param run the root's first run in it
 */
public record WorkflowId(JobId root, String run) {

  @Override
  public String toString() {
    return root + "/" + run;
  }
}
