package io.proffer.cli.command;

import io.proffer.benchmarks.Bench;
import io.proffer.benchmarks.batch.BatchBenchOptions;
import io.proffer.benchmarks.batch.BatchBenchOptions.Part;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.logging.DaemonLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code proffer bench batch}. */
@Command(
    name = "batch",
    description = {
      "Measure the batch framework: the tasks a second of a large array on a real master and",
      "emulated agents, how long it takes to rank what waits, and how late many jobs begin that",
      "are due at one moment. Prints each part as it ends, and JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchBatchCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--parts",
      paramLabel = "LIST",
      defaultValue = "ranking,cron,array",
      description = "What to measure. Default: ${DEFAULT-VALUE}")
  private String parts = "";

  @Option(
      names = "--indexes",
      paramLabel = "N",
      defaultValue = "200000",
      description = "How many indexes the array has. Default: ${DEFAULT-VALUE}")
  private int indexes;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many emulated agents. Default: ${DEFAULT-VALUE}")
  private int agents;

  @Option(
      names = "--waiting",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many runs are ranked. Default: ${DEFAULT-VALUE}")
  private int waiting;

  @Option(
      names = "--running",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many runs have a task meanwhile. Default: ${DEFAULT-VALUE}")
  private int running;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many users they are of. Default: ${DEFAULT-VALUE}")
  private int users;

  @Option(
      names = "--schedules",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many jobs are due at one moment. Default: ${DEFAULT-VALUE}")
  private int schedules;

  /** Prints to a terminal. */
  public BenchBatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private List<Part> parts() {
    return Stream.of(parts.split(",", -1)).map(BenchBatchCommand::part).toList();
  }

  private static Part part(String name) {
    return Part.ALL.stream()
        .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--parts: '" + name + "' is none of ranking, cron, array"));
  }

  @Override
  public Integer call() {
    try (WorkDir directory = WorkDir.take(Optional.empty())) {
      DaemonLog.to(directory.path().resolve("bench.log"), DaemonLog.Console.WARNINGS);
      BatchBenchOptions options =
          new BatchBenchOptions(parts(), indexes, agents, waiting, running, users, schedules);
      return Bench.batch(options, directory.path(), terminal.out(), terminal.err());
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.of(
          ExitCode.USAGE, String.valueOf(wrong.getMessage()), "Try 'proffer bench batch --help'.");
    } finally {
      DaemonLog.close();
    }
  }
}
