package io.proffer.service.matching;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.Network;
import io.proffer.service.model.PortSpec;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;

/** The container of an instance, as its agent is told of it. */
final class ContainerMessage {

  private ContainerMessage() {}

  static Optional<ContainerInfo> of(
      AppSpec spec, String taskId, List<Integer> hostPorts, List<Integer> listening) {
    return spec.container()
        .filter(container -> container.docker().isPresent() || !container.volumes().isEmpty())
        .map(container -> message(container, spec, taskId, hostPorts, listening));
  }

  private static ContainerInfo message(
      Container container,
      AppSpec spec,
      String taskId,
      List<Integer> hostPorts,
      List<Integer> listening) {
    ContainerInfo.Builder out = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
    container
        .docker()
        .ifPresent(
            docker -> {
              // Images run in Docker, whichever of the two container types the app names.
              out.setType(ContainerInfo.Type.DOCKER);
              docker(out.getDockerBuilder(), docker, taskId);
              network(out, spec, hostPorts, listening);
            });
    for (Container.HostVolume volume : container.volumes()) {
      out.addVolumesBuilder()
          .setHostPath(volume.hostPath())
          .setContainerPath(volume.containerPath())
          .setMode(volume.readOnly() ? Protos.Volume.Mode.RO : Protos.Volume.Mode.RW);
    }
    return out.build();
  }

  private static void docker(DockerInfo.Builder out, Container.Docker docker, String taskId) {
    out.setImage(docker.image())
        .setForcePullImage(docker.forcePullImage())
        .setPrivileged(docker.privileged());
    docker
        .parameters()
        .forEach(p -> out.addParametersBuilder().setKey(p.key()).setValue(p.value()));
    out.addParametersBuilder().setKey("label").setValue("MESOS_TASK_ID=" + taskId);
  }

  private static void network(
      ContainerInfo.Builder out, AppSpec spec, List<Integer> hostPorts, List<Integer> listening) {
    DockerInfo.Builder docker = out.getDockerBuilder();
    switch (spec.networks().getFirst().mode()) {
      case HOST -> docker.setNetwork(DockerInfo.Network.HOST);
      case BRIDGE -> docker.setNetwork(DockerInfo.Network.BRIDGE);
      case CONTAINER -> {
        docker.setNetwork(DockerInfo.Network.USER);
        for (Network network : spec.networks()) {
          Protos.NetworkInfo.Builder info = out.addNetworkInfosBuilder();
          network.name().ifPresent(info::setName);
          network
              .labels()
              .forEach(
                  (key, value) ->
                      info.getLabelsBuilder().addLabelsBuilder().setKey(key).setValue(value));
        }
      }
    }
    if (spec.networks().getFirst().mode() != Network.Mode.HOST) {
      mappings(docker, spec.ports(), hostPorts, listening);
    }
  }

  private static void mappings(
      DockerInfo.Builder docker,
      List<PortSpec> specs,
      List<Integer> hostPorts,
      List<Integer> listening) {
    for (int i = 0; i < specs.size(); i++) {
      if (hostPorts.get(i) != 0) {
        for (String protocol : specs.get(i).protocol().split(",", -1)) {
          docker
              .addPortMappingsBuilder()
              .setHostPort(hostPorts.get(i))
              .setContainerPort(listening.get(i))
              .setProtocol(protocol);
        }
      }
    }
  }
}
