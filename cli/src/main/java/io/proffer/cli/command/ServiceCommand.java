package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.service.BeyondOptions;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer service}. */
@Command(
    name = "service",
    description = "Run the service framework: long-running apps through Marathon's API.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ServiceCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final NetworkOptions network = new NetworkOptions();

  @Mixin private final StateOptions state = new StateOptions();

  @Mixin private final CredentialOption credential = new CredentialOption();

  @Mixin private final HttpAuthenticationFlags authentication = new HttpAuthenticationFlags();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "8080",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--framework-name",
      paramLabel = "NAME",
      defaultValue = "marathon",
      description = "Its name in the cluster. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/proffer/service",
      description = "Where its log goes, and its state without --zk. Default: ${DEFAULT-VALUE}")
  private Path workDir = Path.of("");

  @Option(
      names = "--secrets-dir",
      paramLabel = "DIR",
      description = {
        "Where the secrets of apps are: the source db/password is the file of that path.",
        "Without it apps have no secrets."
      })
  private Optional<Path> secrets = Optional.empty();

  @Option(
      names = "--allow-private-targets",
      description = {
        "Let webhooks, and autoscaling that reads metrics, call machines that only this network",
        "reaches, this one among them. Whoever may deploy can then make it call these."
      })
  private boolean privateTargets;

  @Mixin private final SecretKeyFlags keys = new SecretKeyFlags();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "*",
      description = {
        "The role whose resources it is offered, and that its apps have. Apps with",
        "persistent volumes need one. Default: ${DEFAULT-VALUE}"
      })
  private String role = "";

  /** Prints to a terminal. */
  public ServiceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DaemonRun.untilStopped(terminal, "service", Optional.of(workDir), this::start);
  }

  private DaemonRun.Running start(Path directory) throws IOException {
    ServiceServer service =
        ServiceServer.start(
            new ServiceOptions(
                authentication.ip(network),
                port,
                network.hostname(),
                state.masters(),
                state.zooKeeper(),
                directory.resolve("state"),
                name,
                secrets,
                role,
                new BeyondOptions(privateTargets, keys.source()),
                credential.credential(),
                authentication.ofFramework()));
    return DaemonRun.Running.of(
        "service=" + service.url() + " state=" + state.state(directory),
        service.ended(),
        service::close);
  }
}
