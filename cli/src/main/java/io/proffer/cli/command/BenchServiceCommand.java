package io.proffer.cli.command;

import io.proffer.benchmarks.Bench;
import io.proffer.benchmarks.service.ServiceBenchOptions;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.logging.DaemonLog;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code proffer bench service}. */
@Command(
    name = "service",
    description = {
      "Measure the service framework on a real master and emulated agents: how long many apps take",
      "to run, to be listed, how few instances of one run while it is rolled over, and how long",
      "another process takes to take over. Prints a table and JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchServiceCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--apps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many apps. Default: ${DEFAULT-VALUE}")
  private int apps;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many instances of each. Default: ${DEFAULT-VALUE}")
  private int instances;

  @Option(
      names = "--rolled",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many instances of the app that is rolled over. Default: ${DEFAULT-VALUE}")
  private int rolled;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many emulated agents. Default: ${DEFAULT-VALUE}")
  private int agents;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "200",
      description = "How often the apps are listed. Default: ${DEFAULT-VALUE}")
  private int requests;

  /** Prints to a terminal. */
  public BenchServiceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (WorkDir directory = WorkDir.take(Optional.empty())) {
      DaemonLog.to(directory.path().resolve("bench.log"), DaemonLog.Console.WARNINGS);
      ServiceBenchOptions options =
          new ServiceBenchOptions(apps, instances, rolled, agents, requests);
      return Bench.service(options, directory.path(), terminal.out(), terminal.err());
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          String.valueOf(wrong.getMessage()),
          "Try 'proffer bench service --help'.");
    } finally {
      DaemonLog.close();
    }
  }
}
