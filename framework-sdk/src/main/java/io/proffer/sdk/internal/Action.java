package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What a scheduler asked its driver to do, within a callback or from outside. */
public sealed interface Action {

  /** Something the driver does while it goes on. */
  sealed interface Ask extends Action {}

  /** Something that ends the driver. */
  sealed interface End extends Action {}

  /**
   * Use offers, which are of one agent and one role. What the operations leave over is refused like
   * an unused offer.
   */
  record Accept(List<OfferId> offers, List<Offer.Operation> operations) implements Ask {
    public Accept {
      offers = List.copyOf(offers);
      operations = List.copyOf(operations);
    }
  }

  /** Keep an offer for later: it is neither used nor refused now. */
  record Hold(OfferId offer) implements Ask {}

  /** Leave the update that is being handled unacknowledged for now. */
  record HoldUpdate(TaskStatus status) implements Ask {}

  /** Acknowledge an update that was held. */
  record Acknowledge(TaskStatus status) implements Ask {}

  /** Refuse offers for a time of the scheduler's own choice. */
  record Decline(List<OfferId> offers, Duration refusal) implements Ask {
    public Decline {
      offers = List.copyOf(offers);
    }
  }

  /** Clear all refusals: what was declined may be offered again at once. */
  record Revive() implements Ask {}

  /** End a task; asked again until the task is known to have ended. */
  record Kill(TaskId task, Optional<Duration> grace) implements Ask {}

  /** Learn how these tasks fare; asked again until each is answered. */
  record Reconcile(Map<TaskId, Optional<AgentId>> tasks) implements Ask {}

  /** Learn how all tasks fare that the master knows of. */
  record ReconcileAll() implements Ask {}

  /** Learn how these operations fare. */
  record ReconcileOperations(Map<String, Optional<AgentId>> operations) implements Ask {}

  /**
   * Answer an inverse offer.
   *
   * @param accept whether the framework leaves the agent
   * @param again when it wants to be asked again
   */
  record AnswerInverse(OfferId offer, boolean accept, Duration again) implements Ask {}

  /** Send data to an executor, at most once. */
  record Message(AgentId agent, ExecutorId executor, ByteString data) implements Ask {}

  /** End an executor and all its tasks. */
  record ShutdownExecutor(AgentId agent, ExecutorId executor) implements Ask {}

  /** Run the scheduler's own code of this number after a delay: {@link Delivery.Run}. */
  record RunAfter(long number, Duration delay) implements Ask {}

  /** Never mind the code of this number. */
  record CancelRun(long number) implements Ask {}

  /** Be offered what these roles are offered, from now on. */
  record Roles(List<String> roles) implements Action {
    public Roles {
      roles = List.copyOf(roles);
    }
  }

  /** End the driver; the framework and its tasks are kept for its failover timeout. */
  record Stop() implements End {}

  /**
   * End the driver, the framework and all its tasks.
   *
   * @param failure why, if it is because the work cannot be done
   */
  record Teardown(Optional<String> failure) implements End {}
}
