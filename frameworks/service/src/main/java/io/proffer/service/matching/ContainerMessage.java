package io.proffer.service.matching;

import io.proffer.frameworks.common.secret.SecretMessage;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Container;
import io.proffer.service.model.LinuxInfo;
import io.proffer.service.model.Network;
import io.proffer.service.model.PortSpec;
import io.proffer.service.model.Volume;
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
        .filter(
            container ->
                container.docker().isPresent()
                    || !container.volumes().isEmpty()
                    || container.linuxInfo().isPresent())
        .map(container -> message(container, spec, taskId, hostPorts, listening))
        .or(() -> spec.run().tty() ? Optional.of(process()) : Optional.empty())
        .map(container -> spec.run().tty() ? withTerminal(container) : container);
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
              docker
                  .pullSecret()
                  .ifPresent(name -> login(out, docker, spec.secrets().source(name)));
              network(out, spec, hostPorts, listening);
            });
    container.volumes().stream()
        .filter(volume -> !(volume instanceof Volume.Persistent))
        .forEach(volume -> out.addVolumes(VolumeMessage.of(volume, spec.secrets())));
    container.linuxInfo().ifPresent(info -> linux(out, info));
    return out.build();
  }

  private static ContainerInfo process() {
    return ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build();
  }

  private static ContainerInfo withTerminal(ContainerInfo container) {
    return container.toBuilder().setTtyInfo(Protos.TTYInfo.getDefaultInstance()).build();
  }

  static void linux(ContainerInfo.Builder out, LinuxInfo info) {
    info.seccomp()
        .ifPresent(
            seccomp ->
                seccomp
                    .profile()
                    .ifPresentOrElse(
                        out.getLinuxInfoBuilder().getSeccompBuilder()::setProfileName,
                        () -> out.getLinuxInfoBuilder().getSeccompBuilder().setUnconfined(true)));
    info.ipc()
        .ifPresent(
            ipc -> {
              out.getLinuxInfoBuilder()
                  .setIpcMode(
                      ipc.isPrivate()
                          ? Protos.LinuxInfo.IpcMode.PRIVATE
                          : Protos.LinuxInfo.IpcMode.SHARE_PARENT);
              ipc.shmMb().ifPresent(out.getLinuxInfoBuilder()::setShmSize);
            });
  }

  /** The login for an image's registry; agents look for it here, whoever runs the image. */
  private static void login(ContainerInfo.Builder out, Container.Docker docker, String source) {
    out.getMesosBuilder()
        .getImageBuilder()
        .setType(Protos.Image.Type.DOCKER)
        .getDockerBuilder()
        .setName(docker.image())
        .setConfig(SecretMessage.of(source));
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
