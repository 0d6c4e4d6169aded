package io.proffer.agent.kernel;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ProbeResult;
import io.proffer.agent.state.AgentEvent.TaskChecked;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Findings;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.model.TaskKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** Looking at tasks while they run: what is found is told, and a task that stays ill is ended. */
final class Checks {

  /** So many updates of a task may wait to be told before its findings are only remembered. */
  static final int MAX_WAITING_UPDATES = 100;

  private final Updates updates;
  private final Kills kills;

  Checks(Updates updates, Kills kills) {
    this.updates = updates;
    this.kills = kills;
  }

  void due(Step step, TaskKey key, CheckKind kind) {
    step.state()
        .task(key)
        .filter(Checks::lookedAt)
        .ifPresent(
            t -> t.running().ifPresent(running -> CheckSchedule.look(step, t, running, kind)));
  }

  /** A result that comes after the task was asked to end says nothing any more. */
  void probed(Step step, ContainerId container, CheckKind kind, List<ProbeResult> results) {
    Optional<AgentTask> task = step.state().taskOf(container).filter(Checks::lookedAt);
    if (task.isEmpty()) {
      return;
    }
    CheckSchedule.next(step, task.get(), kind);
    if (results.stream().anyMatch(ProbeResult.Unavailable.class::isInstance)) {
      return;
    }
    switch (kind) {
      case CHECK -> checked(step, task.get(), results);
      case HEALTH_CHECK -> healthChecked(step, task.get(), results);
    }
  }

  /** Tells what was only remembered while too many updates were waiting. */
  void catchUp(Step step, TaskKey key) {
    step.state()
        .task(key)
        .filter(Checks::lookedAt)
        .filter(t -> t.updates().isEmpty())
        .ifPresent(
            t -> {
              TaskStatus told = t.latest().orElseThrow();
              Optional<Boolean> healthy = t.findings().healthy();
              Optional<CheckStatusInfo> check = t.findings().check();
              if (healthy.isPresent()
                  && !(told.hasHealthy() && told.getHealthy() == healthy.get())) {
                tell(step, t, Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
              } else if (check.isPresent() && !check.get().equals(told.getCheckStatus())) {
                tell(step, t, Reason.REASON_TASK_CHECK_STATUS_UPDATED);
              }
            });
  }

  private static boolean lookedAt(AgentTask task) {
    return task.phase() == TaskPhase.RUNNING && task.killing().isEmpty();
  }

  private void checked(Step step, AgentTask task, List<ProbeResult> results) {
    CheckStatusInfo now = CheckStatuses.of(task.info().getCheck(), results);
    Optional<CheckStatusInfo> before =
        task.findings().check().or(() -> CheckStatuses.empty(task.info()));
    if (before.equals(Optional.of(now))) {
      return;
    }
    remember(step, task, task.findings().checked(now));
    tell(step, task, Reason.REASON_TASK_CHECK_STATUS_UPDATED);
  }

  private void healthChecked(Step step, AgentTask task, List<ProbeResult> results) {
    Duration age = Duration.between(task.running().orElseThrow().startedAt(), step.now());
    HealthPolicy.Verdict verdict =
        CheckStatuses.well(results)
            ? HealthPolicy.passed(task.findings())
            : HealthPolicy.failed(task.info().getHealthCheck(), task.findings(), age);
    remember(step, task, verdict.findings());
    if (verdict.tell()) {
      tell(step, task, Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
    }
    if (verdict.kill()) {
      kills.unhealthy(step, task.key());
    }
  }

  private static void remember(Step step, AgentTask task, Findings findings) {
    if (!findings.equals(task.findings())) {
      step.record(new TaskChecked(task.key(), findings));
    }
  }

  private void tell(Step step, AgentTask task, Reason reason) {
    if (task.updates().size() < MAX_WAITING_UPDATES) {
      AgentTask now = step.state().task(task.key()).orElseThrow();
      updates.add(step, task.key(), Statuses.withFindings(step, now, reason));
    }
  }
}
