package io.proffer.master.http.legacy;

import io.proffer.master.state.Task;
import java.io.IOException;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;

/** A task in {@code /state}, {@code /frameworks} and {@code /tasks}. */
final class TaskJson {

  private TaskJson() {}

  static void write(LegacyWriter out, Task task) throws IOException {
    TaskInfo info = task.info();
    out.string("id", task.key().task().value());
    out.string("name", info.getName());
    out.string("framework_id", task.key().framework().value());
    out.string("executor_id", task.executor().map(id -> id.value()).orElse(""));
    out.string("slave_id", task.agent().value());
    out.string("state", task.state().name());
    ResourcesJson.write(out, "resources", task.resources());
    if (info.getLimitsCount() > 0) {
      out.object(
          "limits",
          o -> {
            for (var limit : info.getLimitsMap().entrySet()) {
              Value.Scalar value = limit.getValue();
              o.number(limit.getKey(), value.getValue());
            }
          });
    }
    out.string("role", task.role());
    out.objects("statuses", task.statuses(), TaskJson::writeStatus);
    writeOptional(out, info);
  }

  private static void writeOptional(LegacyWriter out, TaskInfo info) throws IOException {
    if (info.getCommand().hasUser()) {
      out.string("user", info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      out.string("user", info.getExecutor().getCommand().getUser());
    }
    if (info.hasLabels()) {
      out.messages("labels", info.getLabels().getLabelsList());
    }
    if (info.hasDiscovery()) {
      out.message("discovery", info.getDiscovery());
    }
    if (info.hasContainer()) {
      out.message("container", info.getContainer());
    }
    if (info.hasHealthCheck()) {
      out.message("health_check", info.getHealthCheck());
    }
  }

  private static void writeStatus(LegacyWriter out, TaskStatus status) throws IOException {
    out.string("state", status.getState().name());
    out.seconds("timestamp", status.getTimestamp());
    if (status.hasLabels()) {
      out.messages("labels", status.getLabels().getLabelsList());
    }
    if (status.hasContainerStatus()) {
      out.object("container_status", o -> writeContainer(o, status.getContainerStatus()));
    }
    if (status.hasHealthy()) {
      out.bool("healthy", status.getHealthy());
    }
  }

  private static void writeContainer(LegacyWriter out, ContainerStatus container)
      throws IOException {
    if (container.hasContainerId()) {
      out.message("container_id", container.getContainerId());
    }
    if (container.getNetworkInfosCount() > 0) {
      out.objects("network_infos", container.getNetworkInfosList(), TaskJson::writeNetwork);
    }
    if (container.hasCgroupInfo()) {
      out.message("cgroup_info", container.getCgroupInfo());
    }
  }

  private static void writeNetwork(LegacyWriter out, NetworkInfo network) throws IOException {
    if (network.getGroupsCount() > 0) {
      out.strings("groups", network.getGroupsList(), group -> group);
    }
    if (network.hasLabels()) {
      out.messages("labels", network.getLabels().getLabelsList());
    }
    if (network.getIpAddressesCount() > 0) {
      out.messages("ip_addresses", network.getIpAddressesList());
    }
    if (network.hasName()) {
      out.string("name", network.getName());
    }
    if (network.getPortMappingsCount() > 0) {
      out.messages("port_mappings", network.getPortMappingsList());
    }
  }
}
