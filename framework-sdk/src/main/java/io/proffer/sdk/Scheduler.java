package io.proffer.sdk;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.OfferId;
import java.util.List;

/**
 * What a framework decides: which tasks run on which offers, and what to do when they end.
 *
 * {@snippet class="io.proffer.sdk.snippets.SmallestFramework" region="scheduler"}
 *
 * <p><b>Threads.</b> All methods are called on one thread, one at a time, never two at once. State
 * that only they touch needs no lock; to touch it from elsewhere use {@link Driver#execute}. A
 * method that does not return holds up all that follow, but neither heartbeats nor the connection.
 *
 * <p><b>Updates.</b> A task update is acknowledged after {@link #updated} has returned, so none is
 * lost when the process dies in between: the next process sees it again. Within one process each
 * update is seen once, and the answers of a reconciliation only where they say something new.
 *
 * <p><b>Exceptions.</b> What a method throws ends the driver with {@link Outcome.Crashed}: loudly,
 * with the update it was handling not acknowledged, and with the framework kept for its failover
 * timeout. A scheduler whose state is in doubt must not go on deciding; start it again.
 *
 * <p>What must be done in every framework is done by the driver: finding the leading master,
 * subscribing again with the same framework id, acknowledging, declining what was not used,
 * reconciling. See {@link Proffer} for how to run one.
 */
public interface Scheduler {

  /**
   * Resources are offered: launch on them what there is to launch. What is not used when this
   * method returns is declined, for a time that grows while the scheduler goes on not using it.
   *
   * @param offers valid until this method returns
   */
  void offered(Offers offers, Driver driver);

  /** A task's state has changed, or is told again after the scheduler was started again. */
  void updated(TaskUpdate update, Driver driver);

  /**
   * Whether there is something to launch. Asked after every callback: when the answer becomes
   * {@code false} the master is told to stop offering, when it becomes {@code true} to offer again
   * at once, whatever was declined before. Must be quick and change nothing.
   */
  default boolean wantsOffers() {
    return true;
  }

  /**
   * The master has taken the subscription: the first one and, after a lost connection or a change
   * of the leading master, each later one. Tasks that a former process of this scheduler launched
   * and that are not known to have ended should be named to {@link Driver#reconcile} here.
   */
  default void subscribed(Subscription subscription, Driver driver) {}

  /**
   * What became of an operation that was given an id, told until this has returned once; or the
   * answer to {@link Driver#reconcileOperations}.
   */
  default void operationUpdated(OperationUpdate update, Driver driver) {}

  /**
   * The machines of agents on which the framework holds something are going to be worked on: the
   * operator wants to know whether it can do without them from then on.
   *
   * <p>Accept with {@link Driver#acceptInverse} to promise that the framework leaves the agent
   * before the maintenance begins; then it is to end its tasks there, and to launch them elsewhere,
   * in time. Decline with {@link Driver#declineInverse} to tell that it cannot: the operator may go
   * on all the same, and then the tasks are lost. Both may be done later than in this callback.
   *
   * <p>By default nothing is answered, and the operator is shown that there was no answer: whoever
   * does not look after maintenance promises nothing, and stands in nobody's way.
   *
   * <p>{@link OfferView#unavailability} tells the same of offers, which a scheduler is to keep long
   * tasks off: see {@link Requirement#availableUntil}.
   */
  default void inverseOffered(List<InverseOfferView> offers, Driver driver) {}

  /**
   * A question of {@link #inverseOffered} is taken back: the agent is away, or the maintenance is
   * not to be, or at another time; of that another question tells.
   */
  default void inverseRescinded(OfferId offer, Driver driver) {}

  /** The subscription is lost. Tasks run on; the driver already works on the next subscription. */
  default void disconnected(Driver driver) {}

  /** An agent is gone from the cluster; updates about its tasks come on their own. */
  default void agentLost(AgentId agent, Driver driver) {}

  /**
   * An executor has ended; updates about its tasks come on their own.
   *
   * @param waitStatus as {@code waitpid} reports it: {@code exit 7} is 1792
   */
  default void executorEnded(AgentId agent, ExecutorId executor, int waitStatus, Driver driver) {}

  /** Data from an executor, delivered at most once. */
  default void received(AgentId agent, ExecutorId executor, ByteString data, Driver driver) {}

  /**
   * The master refused a call of this scheduler; it had no effect. Tasks that an ACCEPT would have
   * launched are reported as {@code TASK_DROPPED} besides.
   *
   * @param call the call's type, as {@code KILL}
   * @param status the HTTP status, 400 to 599
   * @param message the master's reason
   */
  default void refused(String call, int status, String message, Driver driver) {}
}
