package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer dev}. */
@Command(
    name = "dev",
    description = {
      "Run a whole cluster in this process, for development: a ZooKeeper, a master, agents and",
      "the service framework.",
      "It prints a line that begins with READY when it is usable. Ctrl-C ends it and all tasks."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DevCommand implements Runnable {

  static final int SERVICE_PORT = 8080;

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final DevSettings settings = new DevSettings();

  @Option(
      names = "--service-port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      description = {
        "The port of the service framework; 0 for any that is free.",
        "Default: 8080, or any that is free where the master's is"
      })
  private Optional<Integer> servicePort = Optional.empty();

  @Option(names = "--no-service", description = "Without the service framework.")
  private boolean noService;

  /** Prints to a terminal. */
  public DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DevOptions options = settings.options(settings.freePorts());
    if (noService && servicePort.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--service-port makes no sense with --no-service; leave one out");
    }
    int port = servicePort.orElse(options.ports().master() == 0 ? 0 : SERVICE_PORT);
    DaemonRun.untilStopped(
        terminal,
        "dev",
        settings.workDir(),
        directory -> start(options, noService ? Optional.empty() : Optional.of(port), directory));
  }

  private static DaemonRun.Running start(
      DevOptions options, Optional<Integer> servicePort, Path directory)
      throws IOException, InterruptedException {
    DevCluster cluster = DevCluster.start(options, directory);
    Optional<ServiceServer> service = Optional.empty();
    try {
      if (servicePort.isPresent()) {
        service = Optional.of(service(cluster, servicePort.get(), directory));
      }
    } catch (IOException | RuntimeException failure) {
      cluster.close();
      throw failure;
    }
    return running(cluster, service, directory);
  }

  private static DaemonRun.Running running(
      DevCluster cluster, Optional<ServiceServer> service, Path directory) {
    cluster.rehearse();
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "master=%s agents=%d docker=%s zk=%s%s work_dir=%s"
            .formatted(
                cluster.masterUrl(),
                cluster.agents(),
                cluster.docker() ? "yes" : "no",
                cluster.zooKeeper(),
                service.map(running -> " service=" + running.url()).orElse(""),
                directory);
      }

      @Override
      public void close() {
        service.ifPresent(ServiceServer::close);
        cluster.close();
      }
    };
  }

  /** A service framework on a cluster; its state is in the cluster's ZooKeeper. */
  static ServiceServer service(DevCluster cluster, int port, Path directory) throws IOException {
    return ServiceServer.start(
        ServiceOptions.local(
            port,
            cluster.zooKeeper().toString(),
            Optional.of(cluster.zooKeeper()),
            directory.resolve("service")));
  }
}
