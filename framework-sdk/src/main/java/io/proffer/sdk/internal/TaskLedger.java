package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What the driver knows of tasks: which are to be reconciled and killed, and which updates say
 * something the scheduler has not seen.
 */
final class TaskLedger {

  /** What to do with an update. */
  enum Verdict {
    /** The scheduler has not seen it. */
    DELIVER,
    /** The scheduler has handled this very update; its acknowledgement did not arrive. */
    ACKNOWLEDGE_AGAIN,
    /** Nothing new, or the scheduler is handling it just now. */
    DROP
  }

  /**
   * A task that may run.
   *
   * @param state what the scheduler was told last; empty when it was told nothing
   * @param confirmed whether the present subscription has said anything about the task
   * @param kill the wish to end it, with the grace it is given
   */
  record Tracked(
      Optional<AgentId> agent,
      Optional<TaskState> state,
      boolean confirmed,
      Optional<KillWish> kill) {

    Tracked unconfirmed() {
      return new Tracked(agent, state, false, kill);
    }

    Tracked killed(KillWish wish) {
      return new Tracked(agent, state, confirmed, Optional.of(wish));
    }
  }

  /** The wish to end a task; {@code grace} overrides the task's own. */
  record KillWish(Optional<Duration> grace) {}

  private final Map<TaskId, Tracked> tracked = new LinkedHashMap<>();
  private final Map<TaskId, TaskState> ended;
  private final Map<ByteString, Boolean> handled;
  private final Set<ByteString> inHandler = new HashSet<>();

  TaskLedger(DriverSettings settings) {
    this.ended = BoundedMap.ofNewest(settings.rememberedEndedTasks());
    this.handled = BoundedMap.ofNewest(settings.rememberedUpdates());
  }

  Map<TaskId, Tracked> tracked() {
    return tracked;
  }

  void launched(TaskInfo task) {
    TaskId id = TaskId.of(task.getTaskId());
    ended.remove(id);
    tracked.put(
        id,
        new Tracked(
            Optional.of(AgentId.of(task.getAgentId())),
            Optional.of(TaskState.TASK_STAGING),
            true,
            Optional.empty()));
  }

  /**
   * The scheduler asks after a task that the driver may not have heard of. Returns false when it
   * has been told that the task has ended: it asked before it knew, and a master that has forgotten
   * the task would now call it unknown.
   */
  boolean askedFor(TaskId task, Optional<AgentId> agent) {
    if (hasEnded(task)) {
      return false;
    }
    tracked.merge(
        task,
        new Tracked(agent, Optional.empty(), false, Optional.empty()),
        (known, asked) -> known.unconfirmed());
    ended.remove(task);
    return true;
  }

  /** Remembers the wish; false when the task is known to have ended. */
  boolean killWanted(TaskId task, Optional<Duration> grace) {
    if (hasEnded(task)) {
      return false;
    }
    Tracked known =
        tracked.getOrDefault(
            task, new Tracked(Optional.empty(), Optional.empty(), false, Optional.empty()));
    tracked.put(task, known.killed(new KillWish(grace)));
    return true;
  }

  void unconfirmAll() {
    tracked.replaceAll((task, known) -> known.unconfirmed());
  }

  Verdict judge(TaskStatus status) {
    ByteString uuid = status.getUuid();
    if (uuid.isEmpty()) {
      return judgeAnswer(status);
    }
    if (inHandler.contains(uuid)) {
      return Verdict.DROP;
    }
    confirm(TaskId.of(status.getTaskId()));
    return handled.containsKey(uuid) ? Verdict.ACKNOWLEDGE_AGAIN : Verdict.DELIVER;
  }

  /** The update goes to the scheduler. */
  void delivering(TaskStatus status) {
    if (!status.getUuid().isEmpty()) {
      inHandler.add(status.getUuid());
    }
    record(status);
  }

  /** The scheduler has handled the update. */
  void handled(TaskStatus status) {
    if (inHandler.remove(status.getUuid())) {
      handled.put(status.getUuid(), true);
    }
  }

  /** An update without uuid is the master's own word or an answer: what it repeats is not news. */
  private Verdict judgeAnswer(TaskStatus status) {
    TaskId task = TaskId.of(status.getTaskId());
    confirm(task);
    Tracked known = tracked.get(task);
    if (known != null) {
      boolean same = known.state().equals(Optional.of(status.getState()));
      return same ? Verdict.DROP : Verdict.DELIVER;
    }
    boolean old = hasEnded(task) || status.getState() == ended.get(task);
    return old ? Verdict.DROP : Verdict.DELIVER;
  }

  private boolean hasEnded(TaskId task) {
    TaskState state = ended.get(task);
    return state != null && TaskUpdate.isTerminal(state);
  }

  private void confirm(TaskId task) {
    tracked.computeIfPresent(
        task, (id, known) -> new Tracked(known.agent(), known.state(), true, known.kill()));
  }

  private void record(TaskStatus status) {
    TaskId task = TaskId.of(status.getTaskId());
    TaskState state = status.getState();
    if (TaskUpdate.isTerminal(state) || isBeyondReach(state)) {
      tracked.remove(task);
      ended.remove(task);
      ended.put(task, state);
      return;
    }
    Tracked known = tracked.get(task);
    Optional<AgentId> agent =
        status.hasAgentId()
            ? Optional.of(AgentId.of(status.getAgentId()))
            : Optional.ofNullable(known).flatMap(Tracked::agent);
    Optional<KillWish> kill = Optional.ofNullable(known).flatMap(Tracked::kill);
    ended.remove(task);
    tracked.put(task, new Tracked(agent, Optional.of(state), true, kill));
  }

  /** Asking again would not help; should the task come back, the master says so by itself. */
  private static boolean isBeyondReach(TaskState state) {
    return TaskUpdate.isOutOfSight(state) && state != TaskState.TASK_UNREACHABLE;
  }
}
