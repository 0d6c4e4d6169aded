package io.proffer.cli.command;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.agent.ExecutorOptions;
import io.proffer.cli.Terminal;
import io.proffer.cli.command.Converters.AttributesText;
import io.proffer.cli.command.Converters.MasterText;
import io.proffer.cli.command.Converters.ResourcesText;
import io.proffer.cli.logging.DaemonLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer agent}. */
@Command(
    name = "agent",
    description = "Run an agent; or list those there are, and take them out of service.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AgentCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final NetworkOptions network = new NetworkOptions();
  @Mixin private final DockerOption docker = new DockerOption();
  @Mixin private final IsolationFlags isolation = new IsolationFlags();
  @Mixin private final SandboxFlags sandboxes = new SandboxFlags();
  @Mixin private final ImageFlags images = new ImageFlags();
  @Mixin private final ExecutorFlags executors = new ExecutorFlags();

  @Mixin private final OversubscriptionFlags oversubscription = new OversubscriptionFlags();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "5051",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      defaultValue = "127.0.0.1:5050",
      description =
          "Where the masters are: zk://host:port,.../path or host:port. Default: ${DEFAULT-VALUE}")
  private MasterText master = new MasterText("");

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/proffer/agent",
      description =
          "Where it keeps sandboxes and what must survive a restart. Default: ${DEFAULT-VALUE}")
  private Path workDir = Path.of("");

  @Mixin private final CredentialOption credential = new CredentialOption();

  @Mixin private final HttpAuthenticationFlags authentication = new HttpAuthenticationFlags();

  @Option(
      names = "--resources",
      paramLabel = "TEXT",
      description = {
        "What it has: 'cpus:2;mem:4096;disk:10000;ports:[31000-32000]'.",
        "Default, also for what this does not name: what this machine has"
      })
  private Optional<ResourcesText> resources = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "TEXT",
      description = "What it is: 'rack:r1;zone:z1'")
  private Optional<AttributesText> attributes = Optional.empty();

  /** Prints to a terminal. */
  public AgentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DaemonRun.untilStopped(terminal, "agent", Optional.of(workDir), this::start);
  }

  private DaemonRun.Running start(Path directory) throws IOException {
    ExecutorOptions custom = executors.options();
    String ip =
        network.ip(
            authentication.coverAll() && custom.authenticate(),
            authentication.coverAll()
                ? "Leave --anonymous-executors out. "
                : "Say with --http-credentials whom it knows. ");
    AgentServer agent =
        AgentServer.start(
            AgentOptions.of(master.text(), directory)
                .withBind(ip, port)
                .withAdvertisedHostname(network.hostname())
                .withResources(resources.map(ResourcesText::text))
                .withAttributes(attributes.map(AttributesText::text))
                .withDocker(docker.engine())
                .withIsolation(isolation.options())
                .withSandboxes(sandboxes.options(directory))
                .withImages(images.options())
                .withExecutors(custom)
                .withLog(DaemonLog.file())
                .withOversubscription(oversubscription.options())
                .withCredential(credential.credential())
                .withAuthentication(authentication.ofAgent()));
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "agent=" + agent.url() + " master=" + master.text() + " work_dir=" + directory;
      }

      @Override
      public CompletionStage<String> ended() {
        return agent.stopped();
      }

      @Override
      public void close() {
        agent.close();
      }
    };
  }
}
