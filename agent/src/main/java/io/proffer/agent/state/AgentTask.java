package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.RunningContainer;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task the agent was told to run and has not forgotten: it is forgotten when its terminal update
 * is acknowledged.
 *
 * @param role the role whose allocation it uses
 * @param membership the executor and group it is in; empty for a command task
 * @param container its only container; that of its executor for a task of a custom one
 * @param running what the runtime told of the container; empty before it started
 * @param killing how it is being ended; empty while nobody asked
 * @param latest the newest status; empty while nothing was recorded
 * @param updates recorded and not yet acknowledged, oldest first; the first is in flight
 * @param acknowledged the newest status the scheduler has taken
 * @param attempts how often the update in flight was sent
 * @param findings what its checks have found
 */
public record AgentTask(
    TaskKey key,
    TaskInfo info,
    String role,
    Optional<GroupMembership> membership,
    ContainerId container,
    Instant acceptedAt,
    TaskPhase phase,
    Optional<RunningContainer> running,
    Optional<Kill> killing,
    Optional<TaskStatus> latest,
    List<TaskStatus> updates,
    Optional<TaskStatus> acknowledged,
    int attempts,
    Findings findings) {

  public AgentTask {
    updates = List.copyOf(updates);
  }

  /** The executor's id: the group's, or for a command task the task's own. */
  public ExecutorId executor() {
    return membership.map(m -> m.executor().executor()).orElse(new ExecutorId(key.task().value()));
  }

  /** Whether a custom executor runs it, so that it has no container of its own. */
  public boolean hosted() {
    return membership.map(GroupMembership::custom).orElse(false);
  }

  /** Whether it may run. */
  public boolean live() {
    return phase != TaskPhase.ENDED;
  }

  /** The newest state, which decides whether resources are held. */
  public TaskState state() {
    return latest.map(TaskStatus::getState).orElse(TaskState.TASK_STAGING);
  }

  /** The update that waits for acknowledgement, if any. */
  public Optional<TaskStatus> inFlight() {
    return updates.isEmpty() ? Optional.empty() : Optional.of(updates.getFirst());
  }

  /**
   * The newest status the master may have been sent. What is in flight counts whether or not it was
   * sent yet: an agent that was restarted does not know, and it comes next anyhow.
   */
  public Optional<TaskStatus> forwarded() {
    return inFlight().or(() -> acknowledged);
  }

  public boolean awaits(ByteString uuid) {
    return !updates.isEmpty() && updates.getFirst().getUuid().equals(uuid);
  }

  /** A task that has just arrived. */
  public static AgentTask accepted(AgentEvent.TaskAccepted e) {
    return new AgentTask(
        e.task(),
        e.info(),
        e.role(),
        e.membership(),
        e.container(),
        e.at(),
        TaskPhase.LAUNCHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        0,
        Findings.NONE);
  }

  AgentTask ran(RunningContainer started) {
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        TaskPhase.RUNNING,
        Optional.of(started),
        killing,
        latest,
        updates,
        acknowledged,
        attempts,
        findings);
  }

  AgentTask delivered() {
    return inPhase(TaskPhase.RUNNING);
  }

  AgentTask ended() {
    return inPhase(TaskPhase.ENDED);
  }

  private AgentTask inPhase(TaskPhase now) {
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        now,
        running,
        killing,
        latest,
        updates,
        acknowledged,
        attempts,
        findings);
  }

  AgentTask killed(Kill kill) {
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        phase,
        running,
        Optional.of(kill),
        latest,
        updates,
        acknowledged,
        attempts,
        findings);
  }

  AgentTask found(Findings now) {
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        phase,
        running,
        killing,
        latest,
        updates,
        acknowledged,
        attempts,
        now);
  }

  private AgentTask told(
      List<TaskStatus> updates, Optional<TaskStatus> acknowledged, int attempts) {
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        phase,
        running,
        killing,
        latest,
        updates,
        acknowledged,
        attempts,
        findings);
  }

  AgentTask recorded(TaskStatus status) {
    List<TaskStatus> more = new ArrayList<>(updates);
    more.add(status);
    return new AgentTask(
        key,
        info,
        role,
        membership,
        container,
        acceptedAt,
        phase,
        running,
        killing,
        Optional.of(status),
        more,
        acknowledged,
        attempts,
        findings);
  }

  AgentTask forwarded(int attempt) {
    return told(updates, acknowledged, attempt);
  }

  AgentTask acknowledgedFirst() {
    return told(updates.subList(1, updates.size()), inFlight(), 0);
  }
}
