package io.proffer.agent.http;

import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.ResourceLimits;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import java.time.Instant;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.ResourceStatistics;
import org.apache.mesos.v1.agent.Protos.Response;

/** The containers that run, and what they use. */
final class ContainerMessages {

  private static final double NANOS_PER_SECOND = 1e9;

  private ContainerMessages() {}

  static Response getContainers(AgentSnapshot snapshot, ContainerRuntime runtime) {
    Response.GetContainers.Builder containers = Response.GetContainers.newBuilder();
    snapshot
        .executors()
        .forEach(
            e -> e.containers().forEach(c -> containers.addContainers(container(e, c, runtime))));
    Response.Builder answer = ServerMessages.answer(Response.Type.GET_CONTAINERS);
    return containers.getContainersCount() == 0
        ? answer.build()
        : answer.setGetContainers(containers).build();
  }

  private static Response.GetContainers.Container container(
      ExecutorView executor, ContainerView container, ContainerRuntime runtime) {
    return Response.GetContainers.Container.newBuilder()
        .setContainerId(id(container))
        .setFrameworkId(executor.framework().toProto())
        .setExecutorId(executor.id().toProto())
        .setExecutorName(executor.info().getName())
        .setContainerStatus(status(container))
        .setResourceStatistics(statistics(container, runtime))
        .build();
  }

  private static ContainerID id(ContainerView container) {
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

  static ResourceStatistics statistics(ContainerView container, ContainerRuntime runtime) {
    Instant now = Instant.now();
    ResourceStatistics.Builder statistics =
        ResourceStatistics.newBuilder()
            .setTimestamp(now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND);
    ResourceLimits limits = ResourceLimits.of(container.work().resources(), false);
    statistics.setCpusLimit(limits.maxCpus().orElse(limits.cpus()));
    limits.maxMemoryBytes().ifPresent(statistics::setMemLimitBytes);
    runtime.usage(container.container().id()).ifPresent(u -> add(statistics, u));
    return statistics.build();
  }

  private static void add(ResourceStatistics.Builder statistics, Usage usage) {
    statistics
        .setCpusUserTimeSecs(usage.cpuUserSeconds())
        .setCpusSystemTimeSecs(usage.cpuSystemSeconds())
        .setMemRssBytes(usage.memoryBytes())
        .setMemTotalBytes(usage.memoryBytes());
  }
}
