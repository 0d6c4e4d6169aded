package io.proffer.cli.command;

import io.proffer.batch.BatchServer;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.Ports;
import io.proffer.cli.cluster.StopSignal;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.demo.Demo;
import io.proffer.cli.demo.JobDemo;
import io.proffer.cli.demo.WebDemo;
import io.proffer.cli.logging.DaemonLog;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer demo}. */
@Command(
    name = "demo",
    description = {
      "Run a whole cluster in this process. See tasks on their way to TASK_FINISHED, then a web",
      "service that is deployed, called, rolled to a second version without a failed request,",
      "scaled and deleted: as processes and, where an engine answers, in Docker containers. Then",
      "a job that has a schedule, an array of tasks, and jobs that come after each other."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final DevSettings settings = new DevSettings();

  @Option(
      names = "--exit",
      description = "End when all has been shown; with 0 only if all went well.")
  private boolean exit;

  /** Prints to a terminal. */
  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DevOptions options = settings.options(ports());
    StopSignal stop = StopSignal.install(terminal);
    try (WorkDir directory = WorkDir.take(settings.workDir())) {
      DaemonLog.to(directory.path().resolve("demo.log"), DaemonLog.Console.WARNINGS);
      terminal.progress(
          "Starting a ZooKeeper, a master and "
              + (options.ports().agents() == 1 ? "an agent" : options.ports().agents() + " agents")
              + " in this process ...");
      try (Demo demo = new Demo(terminal);
          DevCluster cluster = DevCluster.start(options, directory.path())) {
        terminal.print("The master's API is at " + cluster.masterUrl() + ".");
        boolean allWell = demo.run(cluster, options.docker());
        try (ServiceServer service = service(cluster, options.ports(), directory.path());
            BatchServer batch = batch(cluster, options.ports(), directory.path())) {
          allWell &= new WebDemo(terminal, service.url()).run(demo.image());
          allWell &= new JobDemo(terminal, batch.url()).run();
          if (exit) {
            requireThat(allWell);
          } else {
            runOn(cluster, service, batch, stop);
          }
        }
      } finally {
        DaemonLog.close();
      }
    } catch (IOException failure) {
      throw CommandFailure.of(ExitCode.FAILED, "the demo cannot start: " + failure.getMessage());
    } catch (InterruptedException stopped) {
      throw CommandFailure.of(ExitCode.FAILED, "stopped before all tasks had ended");
    }
  }

  /** Somebody else's port is no reason not to show anything. */
  private Ports ports() {
    Ports wanted = settings.ports();
    return wanted
        .taken()
        .map(
            taken -> {
              terminal.progress("Port " + taken + " is in use; the demo takes others.");
              return Ports.free(wanted.agents());
            })
        .orElse(wanted);
  }

  private ServiceServer service(DevCluster cluster, Ports ports, Path directory)
      throws IOException {
    return onPort(
        "service",
        ports.master() == 0 ? 0 : DevCommand.SERVICE_PORT,
        port -> DevCommand.service(cluster, port, directory));
  }

  private BatchServer batch(DevCluster cluster, Ports ports, Path directory) throws IOException {
    return onPort(
        "batch",
        ports.master() == 0 ? 0 : DevCommand.BATCH_PORT,
        port -> DevCommand.batch(cluster, port, directory));
  }

  /** Starts a framework on a port. */
  @FunctionalInterface
  private interface Start<T> {
    T on(int port) throws IOException;
  }

  private <T> T onPort(String kind, int port, Start<T> start) throws IOException {
    try {
      return start.on(port);
    } catch (IOException taken) {
      if (port == 0 || !String.valueOf(taken.getMessage()).contains("in use")) {
        throw taken;
      }
      terminal.progress("Port " + port + " is in use; the " + kind + " framework takes another.");
      return start.on(0);
    }
  }

  private static void requireThat(boolean allWell) {
    if (!allWell) {
      throw CommandFailure.of(
          ExitCode.FAILED, "not all was as it should be; see what is printed above");
    }
  }

  private void runOn(
      DevCluster cluster, ServiceServer service, BatchServer batch, StopSignal stop) {
    terminal.print("");
    terminal.print("The cluster runs on. Look at it from another terminal:");
    terminal.print("  ./proffer task list --all --master " + cluster.master());
    terminal.print("  ./proffer app list --service " + service.url());
    terminal.print("  ./proffer job list --batch " + batch.url());
    terminal.print("Ctrl-C ends it.");
    stop.await();
  }
}
