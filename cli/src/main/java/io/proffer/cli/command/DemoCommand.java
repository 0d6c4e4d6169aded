package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.Ports;
import io.proffer.cli.cluster.StopSignal;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.demo.Demo;
import io.proffer.cli.logging.DaemonLog;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer demo}. */
@Command(
    name = "demo",
    description = {
      "Run a whole cluster in this process and show tasks on their way to TASK_FINISHED,",
      "as processes and, where an engine answers, in Docker containers."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final DevSettings settings = new DevSettings();

  @Option(
      names = "--exit",
      description = "End when the tasks have ended; with 0 only if all have finished.")
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
        boolean allFinished = demo.run(cluster, options.docker());
        if (exit) {
          requireThat(allFinished);
        } else {
          runOn(cluster, stop);
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

  private static void requireThat(boolean allFinished) {
    if (!allFinished) {
      throw CommandFailure.of(ExitCode.FAILED, "not all tasks have finished");
    }
  }

  private void runOn(DevCluster cluster, StopSignal stop) {
    terminal.print("");
    terminal.print("The cluster runs on. Look at it from another terminal:");
    terminal.print("  ./proffer task list --all --master " + cluster.master());
    terminal.print("Ctrl-C ends it.");
    stop.await();
  }
}
