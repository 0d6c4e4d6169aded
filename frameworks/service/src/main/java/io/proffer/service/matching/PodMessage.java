package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.frameworks.common.secret.SecretMessage;
import io.proffer.service.json.Times;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Endpoint;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.Network;
import io.proffer.service.model.Pod;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodTask;
import io.proffer.service.model.PodVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/** An instance of a pod as the messages that launch it: an executor, and a group of tasks. */
public final class PodMessage {

  private final App app;
  private final AppSpec spec;
  private final Pod pod;
  private final PodTask ids;
  private final Candidate on;
  private final Matcher.Fit fit;
  private final List<Integer> hostPorts;

  private PodMessage(App app, PodTask ids, Candidate on, Matcher.Fit fit) {
    this.app = app;
    this.spec = app.spec();
    this.pod = app.spec().pod().orElseThrow();
    this.ids = ids;
    this.on = on;
    this.fit = fit;
    this.hostPorts = perEndpoint(pod, fit.hostPorts());
  }

  /** What runs the tasks. */
  public static ExecutorInfo executor(App app, PodTask ids, Candidate on, Matcher.Fit fit) {
    return new PodMessage(app, ids, on, fit).executor();
  }

  /** The tasks, one for each container. */
  public static TaskGroupInfo group(App app, PodTask ids, Candidate on, Matcher.Fit fit) {
    PodMessage message = new PodMessage(app, ids, on, fit);
    TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
    for (int i = 0; i < message.pod.containers().size(); i++) {
      group.addTasks(message.task(message.pod.containers().get(i), fit.parts().get(i)));
    }
    return group.build();
  }

  /** The machine's port for each endpoint, 0 where it has none. */
  private static List<Integer> perEndpoint(Pod pod, List<Integer> chosen) {
    List<Integer> ports = new ArrayList<>();
    int next = 0;
    for (PodContainer container : pod.containers()) {
      for (Endpoint endpoint : container.endpoints()) {
        ports.add(endpoint.hostPort().isPresent() ? chosen.get(next++) : 0);
      }
    }
    return ports;
  }

  private ExecutorInfo executor() {
    ExecutorInfo.Builder out =
        ExecutorInfo.newBuilder()
            .setType(ExecutorInfo.Type.DEFAULT)
            .setFrameworkId(on.offer().getFrameworkId())
            .setName(app.id().reversed())
            .addAllResources(Resources.withAllocation(fit.executor(), on.role()));
    out.getExecutorIdBuilder().setValue(ids.executor());
    spec.labels()
        .forEach((k, v) -> out.getLabelsBuilder().addLabelsBuilder().setKey(k).setValue(v));
    ContainerInfo.Builder container = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
    boolean own = spec.networks().getFirst().mode() != Network.Mode.HOST;
    for (Network network : own ? spec.networks() : List.<Network>of()) {
      Protos.NetworkInfo.Builder info =
          container.addNetworkInfosBuilder().setName(network.name().orElse("bridge"));
      network
          .labels()
          .forEach((k, v) -> info.getLabelsBuilder().addLabelsBuilder().setKey(k).setValue(v));
      mappings(info);
    }
    pod.linuxInfo().ifPresent(info -> ContainerMessage.linux(container, info));
    if (own || pod.linuxInfo().isPresent()) {
      out.setContainer(container);
    }
    return out.build();
  }

  private void mappings(Protos.NetworkInfo.Builder out) {
    int place = 0;
    for (PodContainer container : pod.containers()) {
      for (Endpoint endpoint : container.endpoints()) {
        int hostPort = hostPorts.get(place++);
        for (String protocol : hostPort == 0 ? List.<String>of() : endpoint.protocols()) {
          out.addPortMappingsBuilder()
              .setHostPort(hostPort)
              .setContainerPort(endpoint.containerPort().orElse(hostPort))
              .setProtocol(protocol);
        }
      }
    }
  }

  private TaskInfo task(PodContainer container, List<Protos.Resource> resources) {
    TaskInfo.Builder task =
        TaskInfo.newBuilder()
            .setName(container.name())
            .setAgentId(on.offer().getAgentId())
            .addAllResources(Resources.withAllocation(resources, on.role()))
            .setCommand(command(container))
            .setDiscovery(discovery(container));
    task.getTaskIdBuilder().setValue(ids.task(container.name()));
    ContainerInfo.Builder info = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS);
    info.getLinuxInfoBuilder().setShareCgroups(false);
    container.linuxInfo().ifPresent(linux -> ContainerMessage.linux(info, linux));
    container.image().ifPresent(image -> image(info, image));
    container.mounts().forEach(mount -> info.addVolumes(volume(mount)));
    if (container.tty()) {
      info.setTtyInfo(Protos.TTYInfo.getDefaultInstance());
    }
    task.setContainer(info);
    TaskMessage.limit(task, container.limits());
    container
        .labels()
        .forEach((k, v) -> task.getLabelsBuilder().addLabelsBuilder().setKey(k).setValue(v));
    container
        .health()
        .ifPresent(
            health ->
                task.setHealthCheck(
                    PodHealthMessage.of(health, name -> listening(container, name))));
    container
        .check()
        .ifPresent(
            check -> task.setCheck(PodHealthMessage.of(check, name -> listening(container, name))));
    container
        .killGrace()
        .ifPresent(
            grace ->
                task.getKillPolicyBuilder()
                    .getGracePeriodBuilder()
                    .setNanoseconds(grace.toNanos()));
    return task.build();
  }

  private int listening(PodContainer container, String endpoint) {
    int place = container.endpoint(endpoint);
    return container
        .endpoints()
        .get(place)
        .containerPort()
        .orElseGet(() -> hostPorts.get(pod.firstPort(container) + place));
  }

  private void image(ContainerInfo.Builder out, PodContainer.Image image) {
    Protos.Image.Builder proto =
        out.getMesosBuilder()
            .getImageBuilder()
            .setType(Protos.Image.Type.DOCKER)
            .setCached(!image.forcePull());
    proto.getDockerBuilder().setName(image.id());
    image
        .pullSecret()
        .ifPresent(
            secret ->
                proto
                    .getDockerBuilder()
                    .setConfig(SecretMessage.of(spec.secrets().source(secret))));
  }

  private Volume volume(PodContainer.Mount mount) {
    PodVolume volume =
        pod.volumes().stream()
            .filter(v -> v.name().equals(mount.volume()))
            .findFirst()
            .orElseThrow();
    Volume.Builder out =
        Volume.newBuilder()
            .setContainerPath(mount.path())
            .setMode(mount.isReadOnly() ? Volume.Mode.RO : Volume.Mode.RW);
    switch (volume) {
      case PodVolume.Ephemeral ephemeral -> shared(out, ephemeral.name());
      case PodVolume.Persistent kept -> shared(out, kept.volume().containerPath());
      case PodVolume.Host host -> {
        if (host.path().startsWith("/")) {
          out.setHostPath(host.path());
        } else {
          shared(out, host.path());
        }
      }
      case PodVolume.Secret secret ->
          out.setMode(Volume.Mode.RO)
              .getSourceBuilder()
              .setType(Volume.Source.Type.SECRET)
              .setSecret(SecretMessage.of(spec.secrets().source(secret.secret())));
    }
    return out.build();
  }

  private static void shared(Volume.Builder out, String path) {
    out.getSourceBuilder()
        .setType(Volume.Source.Type.SANDBOX_PATH)
        .getSandboxPathBuilder()
        .setType(Volume.Source.SandboxPath.Type.PARENT)
        .setPath(path);
  }

  private CommandInfo command(PodContainer container) {
    CommandInfo.Builder out =
        container
            .command()
            .map(exec -> CheckMessage.command(exec).toBuilder())
            .orElseGet(() -> CommandInfo.newBuilder().setShell(false));
    container.user().or(() -> spec.run().user()).ifPresent(out::setUser);
    environment(container)
        .forEach(
            (name, value) ->
                out.getEnvironmentBuilder().addVariablesBuilder().setName(name).setValue(value));
    Map<String, String> secrets = new LinkedHashMap<>(spec.secrets().variables());
    secrets.putAll(container.secretEnv());
    secrets.forEach(
        (name, secret) ->
            out.getEnvironmentBuilder()
                .addVariablesBuilder()
                .setName(name)
                .setType(Environment.Variable.Type.SECRET)
                .setSecret(SecretMessage.of(spec.secrets().source(secret))));
    for (Fetch fetch : container.artifacts()) {
      out.addUris(TaskMessage.uri(fetch));
    }
    return out.build();
  }

  private Map<String, String> environment(PodContainer container) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("MARATHON_APP_ID", app.id().toString());
    out.put("MARATHON_APP_VERSION", Times.text(app.versions().version()));
    out.put("MARATHON_CONTAINER_ID", container.name());
    out.put("MESOS_TASK_ID", ids.task(container.name()));
    out.put("MESOS_EXECUTOR_ID", ids.executor());
    out.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(container.amounts().cpus()));
    out.put("MARATHON_APP_RESOURCE_MEM", Double.toString(container.amounts().memMb()));
    out.put("MARATHON_APP_RESOURCE_DISK", Double.toString(container.amounts().diskMb()));
    out.put("HOST", on.site().hostname());
    int place = 0;
    for (PodContainer each : pod.containers()) {
      for (Endpoint endpoint : each.endpoints()) {
        String name = endpoint.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]+", "_");
        int hostPort = hostPorts.get(place++);
        if (hostPort != 0) {
          out.put("EP_HOST_" + name, Integer.toString(hostPort));
        }
        endpoint
            .containerPort()
            .ifPresent(port -> out.put("EP_CONTAINER_" + name, Integer.toString(port)));
        int reached = hostPort != 0 ? hostPort : endpoint.containerPort().orElse(0);
        out.put("ENDPOINT_" + name, Integer.toString(reached));
      }
    }
    out.putAll(spec.env());
    out.putAll(container.env());
    return out;
  }

  private Protos.DiscoveryInfo discovery(PodContainer container) {
    Protos.DiscoveryInfo.Builder out =
        Protos.DiscoveryInfo.newBuilder()
            .setVisibility(Protos.DiscoveryInfo.Visibility.FRAMEWORK)
            .setName(container.name() + "." + app.id().reversed());
    int place = pod.firstPort(container);
    for (Endpoint endpoint : container.endpoints()) {
      int hostPort = hostPorts.get(place++);
      for (String protocol : endpoint.protocols()) {
        out.getPortsBuilder()
            .addPortsBuilder()
            .setNumber(hostPort != 0 ? hostPort : endpoint.containerPort().orElse(0))
            .setName(endpoint.name())
            .setProtocol(protocol);
      }
    }
    return out.build();
  }
}
