package io.proffer.sdk;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What a scheduler can ask for besides launching tasks, which {@link Offers} do.
 *
 * <p>Every method returns at once: what was asked for in a callback is done when the callback has
 * returned, in order, and before the update it handled is acknowledged. All methods may be called
 * from any thread; a thread other than the callbacks' waits while very many requests are pending.
 * After the driver has ended they do nothing.
 */
public interface Driver {

  /**
   * Do what was put on an offer that was held, or decline it when nothing was. If it was rescinded
   * meanwhile, its tasks are dropped. Once for each offer that was held.
   */
  void release(OfferView offer);

  /**
   * Do not acknowledge the update that the callback handles before {@link #release(TaskUpdate)}
   * says so: for a scheduler that must write down what it was told first. Until then a process that
   * follows this one is told again.
   */
  void hold(TaskUpdate update);

  /** Acknowledge an update that was held. */
  void release(TaskUpdate update);

  /** The framework's id; empty until the first subscription unless the state store knew it. */
  Optional<FrameworkId> frameworkId();

  /** The time, which in tests is virtual: frameworks take it from here. */
  Instant now();

  /** End a task. Asked again, across lost connections, until the task is known to have ended. */
  void kill(TaskId task);

  /**
   * End a task.
   *
   * @param grace how long it has between SIGTERM and SIGKILL, overriding the task's own
   */
  void kill(TaskId task, Duration grace);

  /**
   * Have everything offered again that was declined. Needed only by a scheduler that wants offers
   * all the time and knows that more of them are of use to it now; see also {@link
   * Scheduler#wantsOffers}.
   */
  void revive();

  /**
   * Have what is offered to these roles from now on, and to no others: in place of those the
   * framework was started with. Lasts as long as the driver; tasks in other roles go on.
   *
   * @param roles at least one
   */
  void roles(Collection<String> roles);

  /**
   * Learn how these tasks fare: {@link Scheduler#updated} is called for each whose state is news.
   * Asked again until each is answered. The driver itself reconciles the tasks it has launched, so
   * this is for tasks of a former process.
   *
   * @param tasks with the agent each was launched on, if known
   */
  void reconcile(Map<TaskId, Optional<AgentId>> tasks);

  /** Learn how all tasks fare that the master knows of. Done after each subscription anyhow. */
  void reconcileAll();

  /**
   * Learn how these operations fare: {@link Scheduler#operationUpdated} is called once for each.
   * Dropped while disconnected.
   *
   * @param operations by the ids the scheduler gave them, with the agent each was meant for
   */
  void reconcileOperations(Map<String, Optional<AgentId>> operations);

  /**
   * Promise to leave an agent before its maintenance begins. Dropped while disconnected, and when
   * the inverse offer is no more: while it matters it is made again.
   *
   * @param offer the id of an inverse offer
   * @param again when to be asked again, at least a second; the newest answer counts
   */
  void acceptInverse(OfferId offer, Duration again);

  /** Tell that the framework cannot do without an agent; as {@link #acceptInverse}. */
  void declineInverse(OfferId offer, Duration again);

  /** Send data to an executor. Delivered at most once, and not while disconnected. */
  void send(AgentId agent, ExecutorId executor, ByteString data);

  /** End an executor and all its tasks. Dropped while disconnected. */
  void shutdown(AgentId agent, ExecutorId executor);

  /** Run code as a callback: on the callbacks' thread, with the scheduler's state to itself. */
  void execute(Runnable code);

  /**
   * Run code as a callback, once, after a delay.
   *
   * @return cancels it; does nothing when the code has run
   */
  Runnable schedule(Duration delay, Runnable code);

  /**
   * End the driver. The framework and its tasks are kept for the failover timeout; a scheduler
   * started on the same {@link StateStore} goes on with them.
   */
  void stop();

  /** End the driver, the framework and all its tasks, and forget the framework's id. */
  void teardown();

  /**
   * End the driver, the framework and all its tasks, because the framework's work cannot be done:
   * {@link FrameworkBuilder#run} throws.
   *
   * @param reason what went wrong, for people
   */
  void fail(String reason);
}
