package io.proffer.master.validation;

import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What is different for tasks that live together in one executor. */
final class GroupRules {
  private GroupRules() {}

  /** What holds for a task of a group besides what holds for any task. */
  static Optional<String> problemOfMember(TaskInfo task) {
    if (task.hasContainer()) {
      ContainerInfo container = task.getContainer();
      if (container.getNetworkInfosCount() > 0 && probesNetwork(task)) {
        return Optional.of(
            "HTTP and TCP health checks are not supported for nested containers not joining"
                + " parent's network");
      }
      if (container.getType() == ContainerInfo.Type.DOCKER) {
        return Optional.of("Docker ContainerInfo is not supported on the task");
      }
    }
    return task.getLimitsCount() > 0 && sharesCgroups(task)
        ? Optional.of(
            "Resource limits may only be set for tasks within a task group when the"
                + " 'share_cgroups' field is set to 'false'.")
        : Optional.empty();
  }

  /** A task that is alone shares its cgroups with nobody, and cannot say that it does not. */
  static Optional<String> problemOfSharingAlone(TaskInfo task) {
    return sharesCgroups(task)
        ? Optional.empty()
        : Optional.of("Only tasks in a task group may have 'share_cgroups' set to 'false'");
  }

  static Optional<String> problemOfSharingExecutor(ExecutorInfo executor) {
    ContainerInfo container = executor.getContainer();
    return container.getLinuxInfo().hasShareCgroups() && container.getLinuxInfo().getShareCgroups()
        ? Optional.of("The 'share_cgroups' field cannot be set to 'true' on executor containers")
        : Optional.empty();
  }

  static boolean sharesCgroups(TaskInfo task) {
    return !task.getContainer().getLinuxInfo().hasShareCgroups()
        || task.getContainer().getLinuxInfo().getShareCgroups();
  }

  private static boolean probesNetwork(TaskInfo task) {
    return task.hasHealthCheck()
        && (task.getHealthCheck().getType() == HealthCheck.Type.HTTP
            || task.getHealthCheck().getType() == HealthCheck.Type.TCP);
  }
}
