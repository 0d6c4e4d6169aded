package io.proffer.cli.command;

import io.proffer.benchmarks.Bench;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code proffer bench process}. */
@Command(
    name = "process",
    description = {
      "Measure what running a command as a task costs over running it: /bin/true by posix_spawn",
      "alone and through an agent's process runtime, in turn. Prints the time from asking for it to",
      "knowing that it has ended, as a table and as JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchProcessCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How often each way is taken. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Where sandboxes are made, and removed. Default: the system's for such things")
  private Path workDir = Path.of("");

  /** Prints to a terminal. */
  public BenchProcessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "--rounds: expecting 1 or more, found " + rounds,
          "Try 'proffer bench process --help'.");
    }
    return Bench.process(workDir, rounds, terminal.out(), terminal.err());
  }
}
