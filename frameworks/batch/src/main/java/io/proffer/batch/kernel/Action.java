package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import io.proffer.core.model.OfferId;
import io.proffer.sdk.OfferView;
import java.time.Duration;

/**
 * What is to be done to the cluster, once the facts it follows from are stored. Launches are not
 * among them: they are put on the offers, which are used when the facts are stored.
 */
public sealed interface Action {

  /**
   * End a task.
   *
   * @param reason for the log
   */
  record Kill(String taskId, String reason) implements Action {}

  /**
   * Read what a task that has ended left for others, and say it with {@link BatchKernel#collected}.
   *
   * @param agentUrl where its agent answers
   */
  record Collect(JobId job, String run, String taskId, String agentUrl) implements Action {}

  /** Do what was put on an offer that was kept, or decline it when nothing was. */
  record Release(OfferView offer) implements Action {}

  /**
   * Say whether the framework can do without an agent that is going to be worked on.
   *
   * @param again when to be asked anew
   * @param reason why not, for the log
   */
  record AnswerInverse(OfferId offer, boolean accept, Duration again, String reason)
      implements Action {}

  /** Ask the master for an agent, and say what it answers with {@link ReservedAgents#told}. */
  record AskForAgent(String agent) implements Action {}

  /** Ask for what was declined: there is new work that it may fit. */
  record Revive() implements Action {}
}
