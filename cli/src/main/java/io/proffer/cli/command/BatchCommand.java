package io.proffer.cli.command;

import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.Terminal;
import io.proffer.cli.command.Converters.MasterText;
import io.proffer.core.coordination.ZooKeeperLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer batch}. */
@Command(
    name = "batch",
    description = "Run the batch framework: jobs and schedules through Metronome's API.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BatchCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "8081",
      description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = {
        "Where the masters are: zk://host:port,.../path or host:port.",
        "Default: what --zk says, else 127.0.0.1:5050"
      })
  private Optional<MasterText> master = Optional.empty();

  @Option(
      names = "--zk",
      paramLabel = "URL",
      description = {
        "Keep jobs and runs in this ZooKeeper, beside the masters' path with -batch",
        "at its end: zk://host:port,.../path. Without it they are kept in the work dir."
      })
  private Optional<ZooKeeperLocation> zk = Optional.empty();

  @Option(
      names = "--framework-name",
      paramLabel = "NAME",
      defaultValue = "metronome",
      description = "Its name in the cluster. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "/var/lib/proffer/batch",
      description = "Where its log goes, and its state without --zk. Default: ${DEFAULT-VALUE}")
  private Path workDir = Path.of("");

  /** Prints to a terminal. */
  public BatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DaemonRun.untilStopped(terminal, "batch", Optional.of(workDir), this::start);
  }

  private DaemonRun.Running start(Path directory) throws IOException {
    String where =
        master
            .map(MasterText::text)
            .or(() -> zk.map(BatchCommand::written))
            .orElse("127.0.0.1:5050");
    BatchServer batch =
        BatchServer.start(
            new BatchOptions(
                network.ip(),
                port,
                network.hostname(),
                where,
                zk,
                directory.resolve("state"),
                name));
    String state = zk.map(ZooKeeperLocation::toString).orElse(directory.toString());
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "batch=" + batch.url() + " state=" + state;
      }

      @Override
      public CompletionStage<String> ended() {
        return batch.ended();
      }

      @Override
      public void close() {
        batch.close();
      }
    };
  }

  /** As the masters' detector reads it, with the password that {@code toString} leaves out. */
  private static String written(ZooKeeperLocation location) {
    String user = location.auth().map(auth -> auth + "@").orElse("");
    return "zk://" + user + location.connect() + location.path();
  }
}
