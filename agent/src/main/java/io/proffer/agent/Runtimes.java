package io.proffer.agent;

import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.FetchingRuntime;
import io.proffer.agent.runtime.GpuDevices;
import io.proffer.agent.runtime.GpuRuntime;
import io.proffer.agent.runtime.LogRotatingListener;
import io.proffer.agent.runtime.MarkedRuntime;
import io.proffer.agent.runtime.RuntimeFactory;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.SandboxOwners;
import io.proffer.agent.runtime.SecretsRuntime;
import io.proffer.agent.runtime.TaskRuntime;
import io.proffer.agent.runtime.TaskRuntimes;
import io.proffer.agent.runtime.docker.DockerRuntime;
import io.proffer.agent.runtime.docker.DockerSettings;
import io.proffer.agent.runtime.process.ProcessRuntime;
import io.proffer.agent.runtime.process.ProcessRuntimeSettings;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import io.proffer.agent.sandbox.SecretFiles;
import io.proffer.agent.sandbox.logs.LogRotator;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Opens the runtimes that an agent is to have. */
final class Runtimes {

  private static final int DOCKER_LAUNCH_THREADS = 8;

  private static final TaskRuntimes.Absent NO_DOCKER =
      new TaskRuntimes.Absent(
          RuntimeKind.DOCKER,
          DockerRuntime::takesImage,
          "the task needs Docker, which is switched off on this agent");

  private Runtimes() {}

  /** Those that jars on the class path bring along. */
  static List<RuntimeFactory> found() {
    return ServiceLoader.load(RuntimeFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * @param added runtimes besides the agent's own; they are asked first
   */
  static MeasuredRuntime open(
      AgentOptions options,
      AgentIdentity identity,
      RuntimeListener listener,
      SandboxCare care,
      List<RuntimeFactory> added) {
    return MeasuredRuntime.open(
        l -> prepared(options, identity, l, care, added), listener, options.isolation());
  }

  /**
   * A container's URIs are in its sandbox, and its secrets where it finds them, before it starts.
   */
  private static ContainerRuntime prepared(
      AgentOptions options,
      AgentIdentity identity,
      RuntimeListener listener,
      SandboxCare care,
      List<RuntimeFactory> added) {
    Sandboxes sandboxes =
        new Sandboxes(new SandboxLayout(options.workDir()), options.sandboxes().logs());
    SandboxOwners owners = new SandboxUsers(options.isolation().switchUser());
    GpuDevices gpus =
        new GpuDevices(sandboxes.layout().gpus(), (int) total(identity).scalar("gpus"));
    ContainerRuntime runtime =
        new SecretsRuntime(
            l ->
                new GpuRuntime(
                    below -> tasks(options, identity, below, sandboxes, care.logs(), added),
                    l,
                    gpus),
            listener,
            new SecretFiles(sandboxes.layout()),
            owners);
    return new MarkedRuntime(
        new FetchingRuntime(runtime, listener, sandboxes, care.fetches(), owners),
        options.workDir());
  }

  private static Resources total(AgentIdentity identity) {
    return Resources.of(identity.info().getResourcesList());
  }

  private static ContainerRuntime tasks(
      AgentOptions options,
      AgentIdentity identity,
      RuntimeListener listener,
      Sandboxes sandboxes,
      LogRotator logs,
      List<RuntimeFactory> added) {
    RuntimeFactory.Context context =
        new RuntimeFactory.Context(
            sandboxes, identity.ip(), identity.address(), options.isolation());
    List<RuntimeFactory> factories = new ArrayList<>(added);
    List<TaskRuntimes.Absent> absent = new ArrayList<>();
    options
        .docker()
        .ifPresentOrElse(
            engine -> factories.add((c, l) -> docker(c, l, engine, options)),
            () -> absent.add(NO_DOCKER));
    factories.add((c, l) -> processes(c, new LogRotatingListener(l, logs)));
    List<TaskRuntime> runtimes = new ArrayList<>();
    for (RuntimeFactory factory : factories) {
      runtimes.add(factory.open(context, listener));
    }
    return new TaskRuntimes(listener, runtimes, absent);
  }

  private static TaskRuntime processes(RuntimeFactory.Context context, RuntimeListener listener) {
    return ProcessRuntime.open(
        new ProcessRuntimeSettings(
            context.sandboxes(),
            context.ip(),
            context.endpoint(),
            context.isolation(),
            Math.max(4, Runtime.getRuntime().availableProcessors())),
        listener);
  }

  private static TaskRuntime docker(
      RuntimeFactory.Context context,
      RuntimeListener listener,
      String engine,
      AgentOptions options) {
    return DockerRuntime.open(
        new DockerSettings(
            engine,
            context.sandboxes(),
            context.ip(),
            context.endpoint(),
            context.isolation().boundCpus(),
            context.isolation().pidsLimit(),
            DOCKER_LAUNCH_THREADS,
            options.images()),
        listener);
  }
}
