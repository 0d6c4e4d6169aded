package io.proffer.agent.http;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import java.time.Instant;
import java.util.Map;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.ResourceStatistics;
import org.apache.mesos.v1.agent.Protos.Response;

/** The containers that run, and what they use. */
final class ContainerMessages {

  private static final double NANOS_PER_SECOND = 1e9;

  private ContainerMessages() {}

  static Response getContainers(AgentSnapshot snapshot, MeasuredRuntime runtime) {
    Response.GetContainers.Builder containers = Response.GetContainers.newBuilder();
    Map<ContainerId, Usage> usages = usages(snapshot, runtime);
    snapshot
        .executors()
        .forEach(
            e -> e.containers().forEach(c -> containers.addContainers(container(e, c, usages))));
    Response.Builder answer = ServerMessages.answer(Response.Type.GET_CONTAINERS);
    return containers.getContainersCount() == 0
        ? answer.build()
        : answer.setGetContainers(containers).build();
  }

  private static Response.GetContainers.Container container(
      ExecutorView executor, ContainerView container, Map<ContainerId, Usage> usages) {
    return Response.GetContainers.Container.newBuilder()
        .setContainerId(id(container))
        .setFrameworkId(executor.framework().toProto())
        .setExecutorId(executor.id().toProto())
        .setExecutorName(executor.info().getName())
        .setContainerStatus(status(container))
        .setResourceStatistics(statistics(container, usages))
        .build();
  }

  /** As clients know it. */
  static ContainerID id(ContainerView container) {
    ContainerID.Builder id = container.container().id().toProto().toBuilder();
    container.parent().ifPresent(p -> id.setParent(p.toProto()));
    return id.build();
  }

  static ContainerStatus status(ContainerView container) {
    ContainerStatus.Builder status = ContainerStatus.newBuilder().setContainerId(id(container));
    container.container().pid().ifPresent(pid -> status.setExecutorPid(pid.intValue()));
    if (!container.container().ipAddresses().isEmpty()) {
      NetworkInfo.Builder network = NetworkInfo.newBuilder();
      container
          .container()
          .ipAddresses()
          .forEach(
              ip -> network.addIpAddresses(NetworkInfo.IPAddress.newBuilder().setIpAddress(ip)));
      status.addNetworkInfos(network);
    }
    return status.build();
  }

  /** What all containers that run use now. */
  static Map<ContainerId, Usage> usages(AgentSnapshot snapshot, MeasuredRuntime runtime) {
    return runtime.usages(snapshot.containers().map(c -> c.container().id()).toList());
  }

  static ResourceStatistics statistics(ContainerView container, Map<ContainerId, Usage> usages) {
    Usage usage = usages.get(container.container().id());
    ResourceStatistics.Builder statistics =
        usage == null ? ResourceStatistics.newBuilder() : usage.statistics().toBuilder();
    Instant now = Instant.now();
    statistics.setTimestamp(now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND);
    ResourceLimits limits = ResourceLimits.of(container.work().resources(), false);
    statistics.setCpusSoftLimit(limits.cpus());
    statistics.setCpusLimit(limits.maxCpus().orElse(limits.cpus()));
    if (!statistics.hasMemLimitBytes()) {
      limits.maxMemoryBytes().ifPresent(statistics::setMemLimitBytes);
    }
    if (!statistics.hasMemSoftLimitBytes()) {
      limits.memoryBytes().ifPresent(statistics::setMemSoftLimitBytes);
    }
    return statistics.build();
  }
}
