package io.proffer.agent.checkpoint;

import io.proffer.agent.kernel.ResourceReport;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.Resources;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.core.protocol.link.FromAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What an agent may say of its tasks while it knows more than it could write down. */
final class WrittenReport {

  private WrittenReport() {}

  /**
   * The report, with each task in the state that an agent would tell that came back now.
   *
   * @param written what the checkpoint says
   */
  static FromAgent.Reregister of(FromAgent.Reregister report, AgentState written) {
    return new FromAgent.Reregister(
        report.agent(),
        report.address(),
        report.version(),
        report.capabilities(),
        report.tasks().stream().map(t -> asWritten(t, written)).toList(),
        report.frameworks(),
        report.executors().stream().filter(e -> known(e, written)).toList(),
        asWritten(report, written));
  }

  /** What resource providers have is never written down: it is true while they are there. */
  private static FromAgent.ReportedResources asWritten(
      FromAgent.Reregister report, AgentState written) {
    FromAgent.ReportedResources own =
        ResourceReport.of(Resources.of(report.agent().getResourcesList()), written);
    List<Resource> total = new ArrayList<>(own.total());
    report.resources().providers().forEach(p -> total.addAll(p.total()));
    return new FromAgent.ReportedResources(total, own.operations(), report.resources().providers());
  }

  private static boolean known(FromAgent.ReportedExecutor executor, AgentState written) {
    ExecutorKey key =
        new ExecutorKey(executor.framework(), ExecutorId.of(executor.executor().getExecutorId()));
    return written.customExecutor(key).isPresent();
  }

  private static FromAgent.ReportedTask asWritten(FromAgent.ReportedTask task, AgentState written) {
    TaskKey key = new TaskKey(task.framework(), TaskId.of(task.task().getTaskId()));
    Optional<AgentTask> known = written.task(key);
    return new FromAgent.ReportedTask(
        task.framework(),
        task.task(),
        task.role(),
        known.flatMap(AgentTask::latest).orElseGet(() -> staging(task)),
        known.flatMap(AgentTask::forwarded),
        task.executor());
  }

  private static TaskStatus staging(FromAgent.ReportedTask task) {
    return TaskStatus.newBuilder()
        .setTaskId(task.task().getTaskId())
        .setState(TaskState.TASK_STAGING)
        .setAgentId(task.task().getAgentId())
        .build();
  }
}
