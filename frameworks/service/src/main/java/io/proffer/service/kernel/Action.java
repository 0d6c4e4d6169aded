package io.proffer.service.kernel;

import io.proffer.core.model.OfferId;
import io.proffer.core.protocol.FileRefresh;
import java.time.Duration;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What is to be done to the cluster, once the facts it follows from are stored. */
public sealed interface Action {

  /** Launch this task on this offer, which is one of those just given. */
  record Launch(OfferId offer, TaskInfo task) implements Action {}

  /** Launch these tasks together on this offer, under an executor of their own. */
  record LaunchGroup(OfferId offer, ExecutorInfo executor, TaskGroupInfo tasks) implements Action {}

  /** Do this with what this offer is of, before what is launched on it later. */
  record Apply(OfferId offer, Operation operation) implements Action {}

  /**
   * End a task.
   *
   * @param reason for the log
   */
  record Kill(String taskId, String reason) implements Action {}

  /**
   * Have an agent write a task's files anew, and signal it; its answer, if there is one, is told to
   * {@link ServiceKernel#refreshed}.
   */
  record Refresh(String agentId, String taskId, FileRefresh refresh) implements Action {}

  /** Look at an instance; what comes of it is told to {@link ServiceKernel#looked}. */
  record Look(Poll poll) implements Action {}

  /**
   * Ask an instance to get ready to end, and tell {@link ServiceKernel#readyToStop} of the answer
   * or that there was none.
   *
   * @param url that is sent a POST
   */
  record PreStop(String taskId, String url, Duration timeout) implements Action {}

  /**
   * Say whether an agent will have been left before its maintenance.
   *
   * @param again when to be asked again
   */
  record AnswerInverse(OfferId offer, boolean accept, Duration again) implements Action {}

  /** Ask for what was declined: there is new work that it may fit. */
  record Revive() implements Action {}
}
