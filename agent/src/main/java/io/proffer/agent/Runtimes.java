package io.proffer.agent;

import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.FetchingRuntime;
import io.proffer.agent.runtime.GpuDevices;
import io.proffer.agent.runtime.GpuRuntime;
import io.proffer.agent.runtime.LogRotatingListener;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.SandboxOwners;
import io.proffer.agent.runtime.SecretsRuntime;
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
import java.util.EnumMap;
import java.util.Map;

/** Opens the runtimes that an agent is to have. */
final class Runtimes {

  private static final int DOCKER_LAUNCH_THREADS = 8;

  private Runtimes() {}

  static MeasuredRuntime open(
      AgentOptions options, AgentIdentity identity, RuntimeListener listener, SandboxCare care) {
    return MeasuredRuntime.open(
        l -> prepared(options, identity, l, care), listener, options.isolation());
  }

  /**
   * A container's URIs are in its sandbox, and its secrets where it finds them, before it starts.
   */
  private static ContainerRuntime prepared(
      AgentOptions options, AgentIdentity identity, RuntimeListener listener, SandboxCare care) {
    Sandboxes sandboxes =
        new Sandboxes(new SandboxLayout(options.workDir()), options.sandboxes().logs());
    SandboxOwners owners = new SandboxUsers(options.isolation().switchUser());
    GpuDevices gpus =
        new GpuDevices(sandboxes.layout().gpus(), (int) total(identity).scalar("gpus"));
    ContainerRuntime runtime =
        new SecretsRuntime(
            l ->
                new GpuRuntime(
                    below -> tasks(options, identity, below, sandboxes, care.logs()), l, gpus),
            listener,
            new SecretFiles(sandboxes.layout()),
            owners);
    return new FetchingRuntime(runtime, listener, sandboxes, care.fetches(), owners);
  }

  private static Resources total(AgentIdentity identity) {
    return Resources.of(identity.info().getResourcesList());
  }

  private static ContainerRuntime tasks(
      AgentOptions options,
      AgentIdentity identity,
      RuntimeListener listener,
      Sandboxes sandboxes,
      LogRotator logs) {
    Map<RuntimeKind, ContainerRuntime> runtimes = new EnumMap<>(RuntimeKind.class);
    runtimes.put(
        RuntimeKind.PROCESS,
        ProcessRuntime.open(
            new ProcessRuntimeSettings(
                sandboxes,
                identity.ip(),
                identity.address(),
                options.isolation(),
                Math.max(4, Runtime.getRuntime().availableProcessors())),
            new LogRotatingListener(listener, logs)));
    options
        .docker()
        .ifPresent(
            host ->
                runtimes.put(
                    RuntimeKind.DOCKER,
                    DockerRuntime.open(
                        new DockerSettings(
                            host,
                            sandboxes,
                            identity.ip(),
                            identity.address(),
                            options.isolation().boundCpus(),
                            options.isolation().pidsLimit(),
                            DOCKER_LAUNCH_THREADS,
                            options.images()),
                        listener)));
    return new TaskRuntimes(listener, runtimes);
  }
}
