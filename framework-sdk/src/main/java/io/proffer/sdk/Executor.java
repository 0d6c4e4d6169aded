package io.proffer.sdk;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * A framework's own executor: one process on an agent's machine, in which tasks of the framework
 * run as the executor sees fit.
 *
 * {@snippet class="io.proffer.sdk.snippets.SmallestExecutor" region="executor"}
 *
 * <p><b>Threads.</b> All methods are called on one thread, one at a time. A method must return
 * soon: what takes time is begun there and goes on on a thread of its own. {@link ExecutorDriver}
 * may be used from any thread.
 *
 * <p><b>Exceptions.</b> What a method throws ends the executor, and with it all its tasks: {@link
 * ExecutorBuilder#run} throws.
 *
 * <p>What must be done in every executor is done by the driver: proving to the agent who this is,
 * subscribing again when the connection breaks or the agent is restarted, telling again what the
 * agent may not have heard, and ending when the agent does not come back in time.
 */
public interface Executor {

  /** Run a task. Tell {@link ExecutorDriver#running} when it runs, and later how it ended. */
  void launch(TaskInfo task, ExecutorDriver driver);

  /** Run tasks that live and die together; unless overridden each is launched by itself. */
  default void launchGroup(List<TaskInfo> tasks, ExecutorDriver driver) {
    tasks.forEach(task -> launch(task, driver));
  }

  /**
   * End a task, and then tell {@link ExecutorDriver#killed}. May be asked again, and for a task
   * that has ended already.
   *
   * @param grace how long the task may take; empty for the task's own kill policy
   */
  void kill(TaskId task, Optional<Duration> grace, ExecutorDriver driver);

  /** Data from the scheduler, delivered at most once. */
  default void received(ByteString data, ExecutorDriver driver) {}

  /** The agent has taken the subscription: the first one, and each after a lost connection. */
  default void subscribed(ExecutorSubscription subscription, ExecutorDriver driver) {}

  /**
   * The connection to the agent is lost. Tasks run on; the driver already works on the next one.
   */
  default void disconnected(ExecutorDriver driver) {}

  /**
   * The executor is to end. When this returns the driver stops, unless it is overridden and does
   * not call {@link ExecutorDriver#stop}: then the executor has its shutdown grace period to end
   * its tasks in order before the agent kills it.
   */
  default void shutdown(ExecutorDriver driver) {
    driver.stop();
  }

  /**
   * The agent refused what the executor told it, or a message could not wait for the agent any more
   * (429); it had no effect.
   *
   * @param call its type, as {@code UPDATE}
   * @param status the HTTP status, 400 to 499
   * @param message the agent's reason
   */
  default void refused(String call, int status, String message, ExecutorDriver driver) {}
}
