package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.frameworks.common.secret.SecretMessage;
import io.proffer.service.model.App;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Fetch;
import io.proffer.service.model.Limits;
import io.proffer.service.model.PortSpec;
import io.proffer.service.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;

/** An instance as the message that launches its task. */
public final class TaskMessage {

  private TaskMessage() {}

  /** The task of an instance that fits an offer. */
  public static Protos.TaskInfo of(App app, String taskId, Candidate on, Matcher.Fit fit) {
    AppSpec spec = app.spec();
    List<Integer> hostPorts = perPort(spec, fit.hostPorts());
    List<Integer> listening = listening(spec, hostPorts);
    Protos.TaskInfo.Builder task =
        Protos.TaskInfo.newBuilder()
            .setName(app.id().reversed())
            .setTaskId(Protos.TaskID.newBuilder().setValue(taskId))
            .setAgentId(on.offer().getAgentId())
            .addAllResources(Resources.withAllocation(fit.resources(), on.role()))
            .setDiscovery(discovery(app, hostPorts, listening));
    Map<String, String> variables =
        TaskEnvironment.of(app, taskId, on.site().hostname(), outside(hostPorts, listening));
    run(task, spec, variables, ContainerMessage.of(spec, taskId, hostPorts, listening), on, fit);
    limit(task, spec.limits());
    spec.labels()
        .forEach(
            (key, value) -> task.getLabelsBuilder().addLabelsBuilder().setKey(key).setValue(value));
    AgentHealth.check(spec)
        .map(check -> HealthMessage.of(check, listening, spec.extension().mending().isEmpty()))
        .ifPresent(task::setHealthCheck);
    spec.probes().check().ifPresent(check -> task.setCheck(CheckMessage.of(check, listening)));
    spec.killGrace()
        .ifPresent(
            grace ->
                task.getKillPolicyBuilder()
                    .getGracePeriodBuilder()
                    .setNanoseconds(grace.toNanos()));
    return task.build();
  }

  /** What it runs, by itself or through an executor of its own. */
  private static void run(
      Protos.TaskInfo.Builder task,
      AppSpec spec,
      Map<String, String> variables,
      Optional<Protos.ContainerInfo> container,
      Candidate on,
      Matcher.Fit fit) {
    Protos.CommandInfo command = command(spec, variables);
    if (spec.run().executor().isEmpty()) {
      task.setCommand(command);
      container.ifPresent(task::setContainer);
      return;
    }
    String program = "'" + spec.run().executor().get() + "'";
    String rest = spec.run().cmd().orElse(String.join(" ", spec.run().args()));
    Protos.ExecutorInfo.Builder executor = task.getExecutorBuilder();
    executor.setType(Protos.ExecutorInfo.Type.CUSTOM);
    executor.getExecutorIdBuilder().setValue("marathon-" + task.getTaskId().getValue());
    executor.setName(task.getName());
    executor.setFrameworkId(on.offer().getFrameworkId());
    executor.addAllResources(Resources.withAllocation(fit.executor(), on.role()));
    executor.setCommand(
        command.toBuilder()
            .clearArguments()
            .setShell(true)
            .setValue("chmod ug+rx " + program + " && exec " + program + " " + rest));
    container.ifPresent(executor::setContainer);
  }

  static void limit(Protos.TaskInfo.Builder task, Limits limits) {
    limits.cpus().ifPresent(cpus -> task.putLimits("cpus", scalar(cpus)));
    limits.memMb().ifPresent(mem -> task.putLimits("mem", scalar(mem)));
  }

  private static Protos.Value.Scalar scalar(double value) {
    return Protos.Value.Scalar.newBuilder().setValue(value).build();
  }

  /** The machine's port for each of the app's ports, 0 where there is none. */
  private static List<Integer> perPort(AppSpec spec, List<Integer> hostPorts) {
    List<Integer> ports = new ArrayList<>();
    int next = 0;
    for (PortSpec port : spec.ports()) {
      ports.add(port.hostPort().isPresent() ? hostPorts.get(next++) : 0);
    }
    return ports;
  }

  private static List<Integer> listening(AppSpec spec, List<Integer> hostPorts) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < hostPorts.size(); i++) {
      int contained = spec.ports().get(i).containerPort().orElse(0);
      ports.add(contained == 0 ? hostPorts.get(i) : contained);
    }
    return ports;
  }

  private static List<Integer> outside(List<Integer> hostPorts, List<Integer> listening) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < hostPorts.size(); i++) {
      ports.add(hostPorts.get(i) == 0 ? listening.get(i) : hostPorts.get(i));
    }
    return ports;
  }

  private static Protos.CommandInfo command(AppSpec spec, Map<String, String> variables) {
    Protos.CommandInfo.Builder command = Protos.CommandInfo.newBuilder();
    Run run = spec.run();
    boolean image = spec.container().flatMap(container -> container.docker()).isPresent();
    if (run.cmd().isPresent()) {
      command.setShell(true).setValue(run.cmd().get());
    } else {
      command.setShell(false).addAllArguments(run.args());
      if (!image) {
        command.setValue(run.args().getFirst());
      }
    }
    run.user().ifPresent(command::setUser);
    variables.forEach(
        (name, value) ->
            command.getEnvironmentBuilder().addVariablesBuilder().setName(name).setValue(value));
    spec.secrets()
        .variables()
        .forEach(
            (name, secret) ->
                command
                    .getEnvironmentBuilder()
                    .addVariablesBuilder()
                    .setName(name)
                    .setType(Protos.Environment.Variable.Type.SECRET)
                    .setSecret(SecretMessage.of(spec.secrets().source(secret))));
    spec.fetch().forEach(fetch -> command.addUris(uri(fetch)));
    return command.build();
  }

  static Protos.CommandInfo.URI uri(Fetch fetch) {
    Protos.CommandInfo.URI.Builder uri =
        Protos.CommandInfo.URI
            .newBuilder()
            .setValue(fetch.uri())
            .setExtract(fetch.extract())
            .setExecutable(fetch.executable())
            .setCache(fetch.cache());
    fetch.destPath().ifPresent(uri::setOutputFile);
    return uri.build();
  }

  private static Protos.DiscoveryInfo discovery(
      App app, List<Integer> hostPorts, List<Integer> listening) {
    Protos.DiscoveryInfo.Builder discovery =
        Protos.DiscoveryInfo.newBuilder()
            .setVisibility(Protos.DiscoveryInfo.Visibility.FRAMEWORK)
            .setName(app.id().reversed());
    List<Integer> outside = outside(hostPorts, listening);
    List<PortSpec> specs = app.spec().ports();
    for (int i = 0; i < specs.size(); i++) {
      for (String protocol : specs.get(i).protocol().split(",", -1)) {
        Protos.Port.Builder port =
            discovery
                .getPortsBuilder()
                .addPortsBuilder()
                .setNumber(outside.get(i))
                .setProtocol(protocol);
        specs.get(i).name().ifPresent(port::setName);
        specs
            .get(i)
            .labels()
            .forEach(
                (key, value) ->
                    port.getLabelsBuilder().addLabelsBuilder().setKey(key).setValue(value));
      }
    }
    return discovery.build();
  }
}
