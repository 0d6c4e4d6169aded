package io.proffer.master.http.operator;

import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Secrets;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Task;
import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.master.Protos.Response.GetExecutors;
import org.apache.mesos.v1.master.Protos.Response.GetTasks;

/** Tasks and executors in GET_TASKS, GET_EXECUTORS and TASK_ADDED. */
final class TaskMessages {

  private TaskMessages() {}

  static GetTasks tasks(MasterSnapshot snapshot) {
    GetTasks.Builder tasks = GetTasks.newBuilder();
    snapshot
        .allFrameworks()
        .forEach(
            framework -> {
              framework.tasks().forEach(task -> tasks.addTasks(of(task)));
              framework.unreachableTasks().forEach(task -> tasks.addUnreachableTasks(of(task)));
              framework.completedTasks().forEach(task -> tasks.addCompletedTasks(of(task)));
            });
    return tasks.build();
  }

  static GetExecutors executors(MasterSnapshot snapshot) {
    GetExecutors.Builder executors = GetExecutors.newBuilder();
    for (MasterSnapshot.FrameworkSnapshot framework : snapshot.frameworks()) {
      framework.executors().forEach(executor -> executors.addExecutors(of(executor)));
    }
    return executors.build();
  }

  static Protos.Task of(Task task) {
    TaskInfo info = task.info();
    Protos.Task.Builder message =
        Protos.Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(task.key().framework().toProto())
            .setAgentId(task.agent().toProto())
            .setState(task.state())
            .addAllResources(
                allocated(
                    ResourceFormat.POST_REFINEMENT.convert(info.getResourcesList()), task.role()))
            .putAllLimits(info.getLimitsMap())
            .addAllStatuses(task.statuses());
    task.executor().ifPresent(id -> message.setExecutorId(id.toProto()));
    addOptional(message, info);
    addLastUpdate(message, task.statuses());
    return message.build();
  }

  private static void addOptional(Protos.Task.Builder message, TaskInfo info) {
    if (info.hasLabels()) {
      message.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      message.setDiscovery(info.getDiscovery());
    }
    if (info.hasContainer()) {
      message.setContainer(Secrets.hidden(info.getContainer()));
    }
    if (info.hasHealthCheck()) {
      message.setHealthCheck(info.getHealthCheck());
    }
    if (info.getCommand().hasUser()) {
      message.setUser(info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      message.setUser(info.getExecutor().getCommand().getUser());
    }
  }

  /** The update its framework was told last that it has to acknowledge. */
  private static void addLastUpdate(Protos.Task.Builder message, List<TaskStatus> statuses) {
    for (int i = statuses.size() - 1; i >= 0; i--) {
      TaskStatus status = statuses.get(i);
      if (status.hasUuid()) {
        message.setStatusUpdateState(status.getState());
        message.setStatusUpdateUuid(status.getUuid());
        return;
      }
    }
  }

  private static GetExecutors.Executor of(Executor executor) {
    Protos.ExecutorInfo info = Secrets.hidden(executor.info());
    return GetExecutors.Executor.newBuilder()
        .setAgentId(executor.agent().toProto())
        .setExecutorInfo(
            info.toBuilder()
                .clearResources()
                .addAllResources(
                    allocated(
                        ResourceFormat.POST_REFINEMENT.convert(info.getResourcesList()),
                        executor.role()))
                .setFrameworkId(executor.framework().toProto()))
        .build();
  }

  private static List<Protos.Resource> allocated(List<Protos.Resource> resources, String role) {
    return Resources.withAllocation(resources, role);
  }
}
