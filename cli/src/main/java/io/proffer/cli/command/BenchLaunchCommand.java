package io.proffer.cli.command;

import io.proffer.benchmarks.Bench;
import io.proffer.benchmarks.launch.LaunchOptions;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code proffer bench launch}. */
@Command(
    name = "launch",
    description = {
      "Measure launches: a real master, emulated agents and emulated frameworks, each of the three",
      "in a Java process of its own. Prints launches per second (accepted, running, acknowledged),",
      "the time from accepting to running, and what each process took, as a table and as JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchLaunchCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many emulated agents. Default: ${DEFAULT-VALUE}")
  private int agents;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many connections they share. Default: ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--frameworks",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many emulated frameworks. Default: ${DEFAULT-VALUE}")
  private int frameworks;

  @Option(
      names = "--rate",
      paramLabel = "N|max",
      defaultValue = "max",
      converter = RateConverter.class,
      description =
          "Launches per second of all frameworks together, or as many as possible."
              + " Default: ${DEFAULT-VALUE}")
  private Rate rate = new Rate(OptionalInt.empty());

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many seconds to launch before measuring. Default: ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many seconds to launch and measure. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--task-ms",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How long a task runs, in milliseconds. Default: ${DEFAULT-VALUE}")
  private int taskMs;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many launches may wait for running at once. Default: ${DEFAULT-VALUE}")
  private int inFlight;

  /** Prints to a terminal. */
  public BenchLaunchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Bench.launch(options(), terminal.out(), terminal.err());
  }

  private LaunchOptions options() {
    try {
      return new LaunchOptions(
          agents, connections, frameworks, rate.perSecond(), warmUp, seconds, taskMs, inFlight);
    } catch (IllegalArgumentException outOfRange) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          String.valueOf(outOfRange.getMessage()),
          "Try 'proffer bench launch --help'.");
    }
  }

  /**
   * A number of launches per second.
   *
   * @param perSecond empty for as many as possible
   */
  private record Rate(OptionalInt perSecond) {}

  private static final class RateConverter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String value) {
      try {
        return new Rate(
            value.equals("max") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value)));
      } catch (NumberFormatException malformed) {
        throw new TypeConversionException("'" + value + "' is neither a whole number nor max");
      }
    }
  }
}
