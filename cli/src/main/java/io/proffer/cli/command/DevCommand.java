package io.proffer.cli.command;

import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
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
      "Run a whole cluster in this process, for development: a ZooKeeper, a master, agents, the",
      "service framework and the batch framework.",
      "It prints a line that begins with READY when it is usable. Ctrl-C ends it and all tasks."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DevCommand implements Runnable {

  static final int SERVICE_PORT = 8080;
  static final int BATCH_PORT = 8081;

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

  @Option(
      names = "--batch-port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      description = {
        "The port of the batch framework; 0 for any that is free.",
        "Default: 8081, or any that is free where the master's is"
      })
  private Optional<Integer> batchPort = Optional.empty();

  @Option(names = "--no-batch", description = "Without the batch framework.")
  private boolean noBatch;

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
    if (noBatch && batchPort.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--batch-port makes no sense with --no-batch; leave one out");
    }
    boolean anyPort = options.ports().master() == 0;
    int port = servicePort.orElse(anyPort ? 0 : SERVICE_PORT);
    int secondPort = batchPort.orElse(anyPort ? 0 : BATCH_PORT);
    DaemonRun.untilStopped(
        terminal,
        "dev",
        settings.workDir(),
        directory ->
            start(
                options,
                noService ? Optional.empty() : Optional.of(port),
                noBatch ? Optional.empty() : Optional.of(secondPort),
                directory));
  }

  private static DaemonRun.Running start(
      DevOptions options,
      Optional<Integer> servicePort,
      Optional<Integer> batchPort,
      Path directory)
      throws IOException, InterruptedException {
    DevCluster cluster = DevCluster.start(options, directory);
    Optional<ServiceServer> service = Optional.empty();
    Optional<BatchServer> batch = Optional.empty();
    try {
      if (servicePort.isPresent()) {
        service = Optional.of(service(cluster, servicePort.get(), directory));
      }
      if (batchPort.isPresent()) {
        batch = Optional.of(batch(cluster, batchPort.get(), directory));
      }
    } catch (IOException | RuntimeException failure) {
      service.ifPresent(ServiceServer::close);
      cluster.close();
      throw failure;
    }
    return running(cluster, service, batch, directory);
  }

  private static DaemonRun.Running running(
      DevCluster cluster,
      Optional<ServiceServer> service,
      Optional<BatchServer> batch,
      Path directory) {
    var unused = cluster.rehearse();
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "master=%s agents=%d docker=%s zk=%s%s%s work_dir=%s"
            .formatted(
                cluster.masterUrl(),
                cluster.agents(),
                cluster.docker() ? "yes" : "no",
                cluster.zooKeeper(),
                service.map(running -> " service=" + running.url()).orElse(""),
                batch.map(running -> " batch=" + running.url()).orElse(""),
                directory);
      }

      @Override
      public void close() {
        batch.ifPresent(BatchServer::close);
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

  /** A batch framework on a cluster; its state is in the cluster's ZooKeeper. */
  static BatchServer batch(DevCluster cluster, int port, Path directory) throws IOException {
    return BatchServer.start(
        BatchOptions.local(
            port,
            cluster.zooKeeper().toString(),
            Optional.of(cluster.zooKeeper()),
            directory.resolve("batch")));
  }
}
