package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.logging.DaemonLog;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.kernel.MasterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer master}. */
@Command(
    name = "master",
    description = "Run a master.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class MasterCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "5050",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--zk",
      paramLabel = "URL",
      description = {
        "Where masters find each other and are found by others: zk://host:port,.../path.",
        "Without it this master is alone."
      })
  private Optional<ZooKeeperLocation> zk = Optional.empty();

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/proffer/master",
      description = "Where its data and its log go. Default: ${DEFAULT-VALUE}")
  private Path workDir = Path.of("");

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "proffer",
      description = "The cluster's name, the same for all its masters. Default: ${DEFAULT-VALUE}")
  private String cluster = "";

  @Mixin private final AuthenticationFlags authentication = new AuthenticationFlags();

  @Option(
      names = "--offer-timeout",
      paramLabel = "SPAN",
      description = "How long a framework may keep an offer. Default: 5mins")
  private Optional<Duration> offerTimeout = Optional.empty();

  @Option(
      names = "--agent-ping-timeout",
      paramLabel = "SPAN",
      description = "How long an agent may take to answer a ping. Default: 15secs")
  private Optional<Duration> agentPingTimeout = Optional.empty();

  @Option(
      names = "--max-agent-ping-timeouts",
      paramLabel = "COUNT",
      description = "After how many such pings it counts as unreachable. Default: 5")
  private Optional<Integer> maxAgentPingTimeouts = Optional.empty();

  @Option(
      names = "--agent-reregister-timeout",
      paramLabel = "SPAN",
      description = "How long a disconnected agent may stay away. Default: 10mins")
  private Optional<Duration> agentReregisterTimeout = Optional.empty();

  /** Prints to a terminal. */
  public MasterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DaemonRun.untilStopped(
        terminal, "master", Optional.of(workDir), directory -> start(options(directory)));
  }

  private MasterOptions options(Path directory) {
    String ip = network.ip(authentication.coverAll(), "Say with --credentials whom it knows. ");
    return new MasterOptions(
        ip,
        port,
        network.hostname(),
        zk,
        directory,
        settings(),
        cluster,
        authentication.authentication(directory, cluster),
        DaemonLog.file());
  }

  private MasterSettings settings() {
    requirePositive("--offer-timeout", offerTimeout);
    requirePositive("--agent-ping-timeout", agentPingTimeout);
    requirePositive("--agent-reregister-timeout", agentReregisterTimeout);
    if (maxAgentPingTimeouts.orElse(1) < 1) {
      throw CommandFailure.of(ExitCode.USAGE, "--max-agent-ping-timeouts must be at least 1");
    }
    MasterSettings standard = MasterSettings.defaults();
    return new MasterSettings(
        standard.heartbeatInterval(),
        agentPingTimeout.orElse(standard.agentPingInterval()),
        maxAgentPingTimeouts.orElse(standard.maxAgentPingTimeouts()),
        agentReregisterTimeout.orElse(standard.agentReregisterTimeout()),
        offerTimeout.or(standard::offerTimeout),
        standard.minFilterDuration(),
        standard.maxCompletedFrameworks(),
        standard.maxCompletedTasksPerFramework(),
        standard.maxUnreachableTasksPerFramework(),
        standard.seed());
  }

  private static void requirePositive(String flag, Optional<Duration> span) {
    if (span.isPresent() && span.get().isZero()) {
      throw CommandFailure.of(ExitCode.USAGE, flag + " must be more than 0");
    }
  }

  private DaemonRun.Running start(MasterOptions options) throws java.io.IOException {
    if (zk.isPresent() && authentication.keepTokensApart()) {
      terminal.progress(
          "No --token-key: after a change of the leader people have to log in again.");
    }
    MasterServer master = MasterServer.start(options);
    var unused = master.rehearse();
    String where = zk.map(location -> " zk=" + location).orElse("");
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "master=" + master.url() + where + " work_dir=" + options.workDir();
      }

      @Override
      public void close() {
        master.close();
      }
    };
  }
}
