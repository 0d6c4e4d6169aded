package io.proffer.cli.command;

import io.proffer.benchmarks.Bench;
import io.proffer.benchmarks.docker.DockerBenchOptions;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.demo.BusyboxImage;
import io.proffer.cli.demo.StaticBusybox;
import io.proffer.cli.logging.DaemonLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer bench docker}. */
@Command(
    name = "docker",
    description = {
      "Measure what a task in a Docker container costs over the container: the same one by the",
      "command 'docker', by the engine's API and as a task of a framework on a cluster in this",
      "process, in turn; then many at once. Prints a table and JSON."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchDockerCommand implements Callable<Integer> {

  /** Enough for every task at once. */
  private static final String RESOURCES = "cpus:1000;mem:1000000;disk:1000000";

  private final Terminal terminal;

  @Mixin private final DockerOption docker = new DockerOption();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often each way is taken. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many are started at once. Default: ${DEFAULT-VALUE}")
  private int parallel;

  /** Prints to a terminal. */
  public BenchDockerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    requirePositive("--rounds", rounds);
    requirePositive("--parallel", parallel);
    String engine =
        docker
            .engine()
            .orElseThrow(() -> cannot("no Docker engine is wanted", "Leave --no-docker out."));
    Path busybox =
        StaticBusybox.find()
            .orElseThrow(
                () ->
                    cannot(
                        "the image is made from a static busybox, and there is none",
                        "Install one with 'apt-get install busybox-static'."));
    try (WorkDir directory = WorkDir.take(Optional.empty())) {
      DaemonLog.to(directory.path().resolve("bench.log"), DaemonLog.Console.WARNINGS);
      return measure(engine, busybox, directory.path());
    } catch (IOException trouble) {
      throw cannot(String.valueOf(trouble.getMessage()), "Try './proffer demo', which says more.");
    } catch (InterruptedException stopped) {
      throw CommandFailure.of(ExitCode.FAILED, "stopped before all was measured");
    } finally {
      DaemonLog.close();
    }
  }

  private int measure(String engine, Path busybox, Path workDir)
      throws IOException, InterruptedException {
    DevOptions options =
        new DevOptions(
            DevOptions.anywhere(1, Optional.of(engine)).ports(),
            Optional.of(RESOURCES),
            Optional.empty(),
            Optional.of(engine));
    try (BusyboxImage image = BusyboxImage.in(engine, busybox);
        DevCluster cluster = DevCluster.start(options, workDir)) {
      return Bench.docker(
          new DockerBenchOptions(cluster.master(), engine, image.name(), rounds, parallel),
          terminal.out(),
          terminal.err());
    }
  }

  private static void requirePositive(String flag, int value) {
    if (value < 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          flag + ": expecting 1 or more, found " + value,
          "Try 'proffer bench docker --help'.");
    }
  }

  private static CommandFailure cannot(String why, String advice) {
    return CommandFailure.of(ExitCode.FAILED, "cannot measure: " + why, advice);
  }
}
