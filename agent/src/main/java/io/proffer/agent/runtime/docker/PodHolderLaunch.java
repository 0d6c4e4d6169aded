package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;

/** Starts the holder of a pod: on the networks, and with the ports, that its executor asks for. */
final class PodHolderLaunch {

  /** The program is some hundred bytes; this is as little as engines allow. */
  private static final long MEMORY_BYTES = 8L << 20;

  private final DockerSettings settings;
  private final Engine engine;

  PodHolderLaunch(DockerSettings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
  }

  /**
   * @param first the container that is to share what it holds
   * @throws LaunchException when the pod asks for what cannot be had
   */
  PodHolder start(ContainerSpec first) throws LaunchException {
    ContainerInfo pod = first.groupExecutor().orElseThrow().getContainer();
    DockerNetworks networks = DockerNetworks.of(pod);
    String id = create(first, pod, networks);
    try {
      for (NetworkInfo other : networks.others()) {
        engine.connect(other.getName(), id, DockerNetworks.address(other));
      }
      engine.start(id);
      return engine
          .inspect(id)
          .filter(Inspection::running)
          .map(Inspection::holder)
          .orElseThrow(
              () ->
                  new LaunchException(
                      LaunchFailure.Kind.RUNTIME, "the pod's holder ended as it was started"));
    } catch (LaunchException | RuntimeException e) {
      engine.remove(id);
      throw e;
    }
  }

  private String create(ContainerSpec first, ContainerInfo pod, DockerNetworks networks)
      throws LaunchException {
    CreateContainerCmd create = engine.create(PauseImage.NAME);
    fill(create, first, pod, networks);
    try {
      return engine.create(create);
    } catch (DockerException e) {
      if (!EngineTrouble.isMissingImage(e)) {
        throw e;
      }
    }
    engine.load(PauseImage.archive(program()));
    return engine.create(create);
  }

  private PauseProgram program() throws LaunchException {
    String architecture = String.valueOf(engine.info().getArchitecture());
    return PauseProgram.of(architecture)
        .orElseThrow(
            () ->
                new LaunchException(
                    LaunchFailure.Kind.RUNTIME,
                    "tasks in groups need an engine on x86_64 or arm64; this one is on "
                        + architecture));
  }

  private void fill(
      CreateContainerCmd create, ContainerSpec first, ContainerInfo pod, DockerNetworks networks)
      throws LaunchException {
    HostConfig host =
        HostConfig.newHostConfig()
            .withIpcMode("shareable")
            .withMemory(MEMORY_BYTES)
            .withReadonlyRootfs(true);
    if (pod.getLinuxInfo().hasShmSize()) {
      host.withShmSize((long) pod.getLinuxInfo().getShmSize() << 20);
    }
    Map<String, String> labels = Labels.ofPod(first, settings.sandboxes().layout().workDir());
    // Its first container's id is in the name: another holder of the same pod may be on its way
    // out.
    create
        .withName("proffer-pod-" + first.id())
        .withLabels(labels)
        .withEntrypoint(PauseImage.COMMAND)
        .withHostConfig(host);
    networks.fill(create, host);
    Optional<String> hostname =
        pod.hasHostname() ? Optional.of(pod.getHostname()) : Optional.empty();
    if (hostname.isPresent() && networks.host()) {
      throw new LaunchException(
          LaunchFailure.Kind.COMMAND,
          "a pod on the host's network cannot have a hostname of its own");
    }
    hostname.ifPresent(create::withHostName);
    DockerPorts.of(pod).fill(create, host);
    DockerParameters.apply(pod.getDocker().getParametersList(), create, host);
  }
}
