package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;

/**
 * What the agent may not have heard: tasks of which no update arrived, and updates, in the order
 * they were made. Told anew with each subscription.
 */
public final class ExecutorLedger {

  /** An executor that tells so much while nobody listens is not to eat up the machine. */
  private static final int MAX_UPDATES = 100_000;

  private final Map<TaskId, TaskInfo> tasks = new LinkedHashMap<>();
  private final Map<ByteString, TaskStatus> updates = new LinkedHashMap<>();

  /** The agent gave the executor a task. */
  public void launched(TaskInfo task) {
    tasks.put(TaskId.of(task.getTaskId()), task);
  }

  /**
   * The executor tells the agent of a task.
   *
   * @throws IllegalStateException when very many updates wait already
   */
  public void told(TaskStatus status) {
    if (updates.size() >= MAX_UPDATES) {
      throw new IllegalStateException(
          updates.size() + " status updates wait for an agent that does not take them");
    }
    updates.put(status.getUuid(), status);
  }

  /** The agent has this update, and so knows that the executor has the task. */
  public void acknowledged(TaskId task, ByteString uuid) {
    tasks.remove(task);
    updates.remove(uuid);
  }

  /** Whether the agent has heard all. */
  public boolean settled() {
    return updates.isEmpty();
  }

  /** Whether the agent has not confirmed this update. */
  public boolean owes(ByteString uuid) {
    return updates.containsKey(uuid);
  }

  /** What is said with a subscription. */
  public Call.Subscribe subscribe() {
    Call.Subscribe.Builder subscribe =
        Call.Subscribe.newBuilder().addAllUnacknowledgedTasks(tasks.values());
    updates
        .values()
        .forEach(s -> subscribe.addUnacknowledgedUpdates(Call.Update.newBuilder().setStatus(s)));
    return subscribe.build();
  }
}
