package io.proffer.agent.kernel;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.CustomExecutor;
import io.proffer.core.model.TaskId;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Event;

/** The events of the executor API. */
final class ExecutorEvents {

  private ExecutorEvents() {}

  static Event subscribed(CustomExecutor executor, FrameworkInfo framework, AgentInfo agent) {
    return event(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setExecutorInfo(executor.info())
                .setFrameworkInfo(framework)
                .setAgentInfo(agent)
                .setContainerId(executor.container().toProto()))
        .build();
  }

  static Event launch(TaskInfo task) {
    return event(Event.Type.LAUNCH).setLaunch(Event.Launch.newBuilder().setTask(task)).build();
  }

  static Event launchGroup(List<TaskInfo> tasks) {
    return event(Event.Type.LAUNCH_GROUP)
        .setLaunchGroup(
            Event.LaunchGroup.newBuilder()
                .setTaskGroup(TaskGroupInfo.newBuilder().addAllTasks(tasks)))
        .build();
  }

  static Event kill(TaskId task, Optional<KillPolicy> policy) {
    Event.Kill.Builder kill = Event.Kill.newBuilder().setTaskId(task.toProto());
    policy.ifPresent(kill::setKillPolicy);
    return event(Event.Type.KILL).setKill(kill).build();
  }

  static Event acknowledged(TaskId task, ByteString uuid) {
    return event(Event.Type.ACKNOWLEDGED)
        .setAcknowledged(Event.Acknowledged.newBuilder().setTaskId(task.toProto()).setUuid(uuid))
        .build();
  }

  static Event message(ByteString data) {
    return event(Event.Type.MESSAGE).setMessage(Event.Message.newBuilder().setData(data)).build();
  }

  static Event shutdown() {
    return event(Event.Type.SHUTDOWN).build();
  }

  private static Event.Builder event(Event.Type type) {
    return Event.newBuilder().setType(type);
  }
}
