package io.proffer.core.protocol.legacy;

import java.io.IOException;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A task's status: its state, when, and where it is reached. */
public final class StatusJson {

  private StatusJson() {}

  /** The fields of a status. */
  public static void write(LegacyWriter out, TaskStatus status) throws IOException {
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
      out.objects("network_infos", container.getNetworkInfosList(), StatusJson::writeNetwork);
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
