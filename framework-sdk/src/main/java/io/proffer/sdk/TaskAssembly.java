package io.proffer.sdk;

import io.proffer.core.model.Resources;
import java.util.List;
import java.util.Locale;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.DiscoveryInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Port;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Makes the message that launches a task out of its builder and what was picked for it. */
final class TaskAssembly {

  private TaskAssembly() {}

  static TaskInfo assemble(TaskBuilder task, OfferView offer, ResourcePicker.Picked picked) {
    TaskInfo.Builder info = task.template().toBuilder();
    requireSomethingToRun(info);
    info.setAgentId(offer.agent().toProto());
    if (info.getName().isEmpty()) {
      info.setName(task.id());
    }
    info.clearResources()
        .addAllResources(Resources.withAllocation(picked.resources().toProtos(), offer.role()));
    assignPorts(info, task.ports(), picked.ports());
    if (task.programNamed() && info.getContainer().getDocker().hasImage()) {
      withoutOwnName(info.getCommandBuilder());
    }
    if (!info.hasExecutor() && !info.getCommandBuilder().hasValue()) {
      info.getCommandBuilder().setShell(false); // The image says what runs.
    }
    return info.build();
  }

  /** To a process the first argument is its own name; Docker's command line has the name once. */
  private static void withoutOwnName(CommandInfo.Builder command) {
    List<String> arguments = command.getArgumentsList();
    if (!arguments.isEmpty() && arguments.getFirst().equals(command.getValue())) {
      List<String> others = List.copyOf(arguments.subList(1, arguments.size()));
      command.clearArguments().addAllArguments(others);
    }
  }

  static void setVariable(Environment.Builder environment, String name, String value) {
    for (Environment.Variable.Builder known : environment.getVariablesBuilderList()) {
      if (known.getName().equals(name)) {
        known.setValue(value);
        return;
      }
    }
    environment.addVariables(Environment.Variable.newBuilder().setName(name).setValue(value));
  }

  private static void requireSomethingToRun(TaskInfo.Builder task) {
    boolean image = task.getContainer().getDocker().hasImage();
    if (!task.hasExecutor() && !task.getCommand().hasValue() && !image) {
      throw new IllegalArgumentException(
          "task "
              + task.getTaskId().getValue()
              + " has nothing to run: give it a command, a program or an image");
    }
  }

  private static void assignPorts(
      TaskInfo.Builder info, List<TaskBuilder.Port> wanted, List<Integer> given) {
    for (int i = 0; i < wanted.size(); i++) {
      TaskBuilder.Port port = wanted.get(i);
      int onAgent = given.get(i);
      int listening = port.inContainer().orElse(onAgent);
      if (port.inContainer().isPresent()) {
        map(info, onAgent, listening);
      }
      if (!info.hasExecutor()) {
        Environment.Builder environment = info.getCommandBuilder().getEnvironmentBuilder();
        setVariable(environment, "PORT" + i, Integer.toString(listening));
        setVariable(environment, "PORT_" + variable(port.name()), Integer.toString(listening));
      }
      announce(info, port.name(), onAgent);
    }
  }

  private static void map(TaskInfo.Builder info, int onAgent, int inContainer) {
    DockerInfo.Builder docker = info.getContainerBuilder().getDockerBuilder();
    if (!docker.hasImage()) {
      throw new IllegalArgumentException(
          "task "
              + info.getTaskId().getValue()
              + " maps port "
              + inContainer
              + " of a container but has no image");
    }
    if (!docker.hasNetwork()) {
      docker.setNetwork(DockerInfo.Network.BRIDGE);
    }
    docker.addPortMappings(
        DockerInfo.PortMapping.newBuilder()
            .setHostPort(onAgent)
            .setContainerPort(inContainer)
            .setProtocol("tcp"));
  }

  /** Where service discovery finds the port. */
  private static void announce(TaskInfo.Builder info, String name, int onAgent) {
    if (!info.hasDiscovery()) {
      info.getDiscoveryBuilder()
          .setVisibility(DiscoveryInfo.Visibility.FRAMEWORK)
          .setName(info.getName());
    }
    info.getDiscoveryBuilder()
        .getPortsBuilder()
        .addPorts(Port.newBuilder().setNumber(onAgent).setName(name).setProtocol("tcp"));
  }

  private static String variable(String portName) {
    return portName.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
