package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer dev}. */
@Command(
    name = "dev",
    description = {
      "Run a whole cluster in this process, for development: a ZooKeeper, a master and agents.",
      "It prints a line that begins with READY when it is usable. Ctrl-C ends it and all tasks."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DevCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final DevSettings settings = new DevSettings();

  /** Prints to a terminal. */
  public DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DevOptions options = settings.options(settings.freePorts());
    DaemonRun.untilStopped(
        terminal, "dev", settings.workDir(), directory -> start(options, directory));
  }

  private static DaemonRun.Running start(DevOptions options, Path directory)
      throws IOException, InterruptedException {
    DevCluster cluster = DevCluster.start(options, directory);
    cluster.rehearse();
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "master=%s agents=%d docker=%s zk=%s work_dir=%s"
            .formatted(
                cluster.masterUrl(),
                cluster.agents(),
                cluster.docker() ? "yes" : "no",
                cluster.zooKeeper(),
                directory);
      }

      @Override
      public void close() {
        cluster.close();
      }
    };
  }
}
