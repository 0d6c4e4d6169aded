package io.proffer.cli.command;

import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer batch}. */
@Command(
    name = "batch",
    description = "Run the batch framework: jobs and schedules through Metronome's API.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BatchCommand implements Runnable {

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
      defaultValue = "8081",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--framework-name",
      paramLabel = "NAME",
      defaultValue = "metronome",
      description = "Its name in the cluster. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "*",
      description = {
        "The role whose resources it is offered, and that its jobs have. With one of its own it",
        "reserves room for gangs. Default: ${DEFAULT-VALUE}"
      })
  private String role = "";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/proffer/batch",
      description = "Where its log goes, and its state without --zk. Default: ${DEFAULT-VALUE}")
  private Path workDir = Path.of("");

  @Option(
      names = "--secrets-dir",
      paramLabel = "DIR",
      description = {
        "Where the secrets of jobs are: the source db/password is the file of that path.",
        "Without it jobs have no secrets."
      })
  private Optional<Path> secrets = Optional.empty();

  @Option(
      names = "--allow-private-targets",
      description = {
        "Let webhooks be on machines that only this network reaches, this one among them.",
        "Whoever may make a webhook can then make the framework call these."
      })
  private boolean privateTargets;

  @Mixin private final SecretKeyFlags keys = new SecretKeyFlags();

  /** Prints to a terminal. */
  public BatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DaemonRun.untilStopped(terminal, "batch", Optional.of(workDir), this::start);
  }

  private DaemonRun.Running start(Path directory) throws IOException {
    BatchServer batch =
        BatchServer.start(
            new BatchOptions(
                authentication.ip(network),
                port,
                network.hostname(),
                state.masters(),
                state.zooKeeper(),
                directory.resolve("state"),
                name,
                role,
                secrets,
                privateTargets,
                keys.source(),
                credential.credential(),
                authentication.ofFramework()));
    return DaemonRun.Running.of(
        "batch=" + batch.url() + " state=" + state.state(directory), batch.ended(), batch::close);
  }
}
