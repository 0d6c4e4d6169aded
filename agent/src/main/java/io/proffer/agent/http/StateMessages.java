package io.proffer.agent.http;

import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ExecutorView;
import io.proffer.agent.view.FrameworkView;
import io.proffer.agent.view.TaskStage;
import io.proffer.agent.view.TaskView;
import io.proffer.core.model.ResourceFormat;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Secrets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Task;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.agent.Protos.Response;

/** The answers of the operator API that tell what the agent runs and ran. */
final class StateMessages {

  private StateMessages() {}

  static Response getState(AgentSnapshot snapshot) {
    return ServerMessages.answer(Response.Type.GET_STATE)
        .setGetState(
            Response.GetState.newBuilder()
                .setGetTasks(tasks(snapshot))
                .setGetExecutors(executors(snapshot))
                .setGetFrameworks(frameworks(snapshot)))
        .build();
  }

  static Response getTasks(AgentSnapshot snapshot) {
    return ServerMessages.answer(Response.Type.GET_TASKS).setGetTasks(tasks(snapshot)).build();
  }

  static Response getExecutors(AgentSnapshot snapshot) {
    return ServerMessages.answer(Response.Type.GET_EXECUTORS)
        .setGetExecutors(executors(snapshot))
        .build();
  }

  static Response getFrameworks(AgentSnapshot snapshot) {
    return ServerMessages.answer(Response.Type.GET_FRAMEWORKS)
        .setGetFrameworks(frameworks(snapshot))
        .build();
  }

  private static Response.GetTasks tasks(AgentSnapshot snapshot) {
    Response.GetTasks.Builder tasks = Response.GetTasks.newBuilder();
    snapshot
        .tasks()
        .forEach(
            t -> {
              switch (t.stage()) {
                case QUEUED -> tasks.addQueuedTasks(task(t));
                case LAUNCHED -> tasks.addLaunchedTasks(task(t));
                case TERMINATED -> tasks.addTerminatedTasks(task(t));
                case COMPLETED -> tasks.addCompletedTasks(task(t));
              }
            });
    return tasks.build();
  }

  static Task task(TaskView task) {
    TaskInfo info = task.info();
    Task.Builder message =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(task.framework().toProto())
            .setAgentId(task.agent().toProto())
            .setState(task.state())
            .addAllResources(allocated(info.getResourcesList(), task.role()))
            .putAllLimits(info.getLimitsMap())
            .addAllStatuses(task.statuses());
    task.executor().ifPresent(id -> message.setExecutorId(id.toProto()));
    task.forwarded()
        .ifPresent(
            s -> message.setStatusUpdateState(s.getState()).setStatusUpdateUuid(s.getUuid()));
    addOptional(message, info);
    return message.build();
  }

  private static void addOptional(Task.Builder message, TaskInfo info) {
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
    }
  }

  private static Response.GetExecutors executors(AgentSnapshot snapshot) {
    Response.GetExecutors.Builder executors = Response.GetExecutors.newBuilder();
    snapshot.executors().forEach(e -> executors.addExecutors(executor(e)));
    snapshot.completedExecutors().forEach(e -> executors.addCompletedExecutors(executor(e)));
    return executors.build();
  }

  private static Response.GetExecutors.Executor executor(ExecutorView executor) {
    ExecutorInfo info =
        Secrets.hidden(executor.info()).toBuilder()
            .clearResources()
            .addAllResources(allocated(executor.info().getResourcesList(), executor.role()))
            .setFrameworkId(executor.framework().toProto())
            .build();
    return Response.GetExecutors.Executor.newBuilder().setExecutorInfo(info).build();
  }

  private static Response.GetFrameworks frameworks(AgentSnapshot snapshot) {
    Response.GetFrameworks.Builder frameworks = Response.GetFrameworks.newBuilder();
    snapshot.frameworks().forEach(f -> frameworks.addFrameworks(framework(f)));
    snapshot.completedFrameworks().forEach(f -> frameworks.addCompletedFrameworks(framework(f)));
    return frameworks.build();
  }

  private static Response.GetFrameworks.Framework framework(FrameworkView framework) {
    return Response.GetFrameworks.Framework.newBuilder().setFrameworkInfo(framework.info()).build();
  }

  private static List<Protos.Resource> allocated(List<Protos.Resource> resources, String role) {
    return Resources.withAllocation(ResourceFormat.POST_REFINEMENT.convert(resources), role);
  }

  /** What an executor's tasks hold while they live. */
  static Resources held(ExecutorView executor) {
    Resources own = Resources.of(executor.info().getResourcesList());
    return Stream.concat(executor.tasks(TaskStage.QUEUED), executor.tasks(TaskStage.LAUNCHED))
        .map(t -> Resources.of(t.info().getResourcesList()))
        .reduce(own, Resources::plus);
  }
}
