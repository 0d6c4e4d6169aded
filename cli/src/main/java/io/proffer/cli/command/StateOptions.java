package io.proffer.cli.command;

import io.proffer.cli.command.Converters.MasterText;
import io.proffer.core.coordination.ZooKeeperLocation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a framework finds the masters, and where it keeps what it knows. */
final class StateOptions {

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
        "Keep state in this ZooKeeper: zk://host:port,.../path. It is beside",
        "the masters' path, and of several processes on it one leads.",
        "Without it state is kept in the work dir."
      })
  private Optional<ZooKeeperLocation> zk = Optional.empty();

  /** Where the masters are looked for. */
  String masters() {
    return master
        .map(MasterText::text)
        .or(() -> zk.map(StateOptions::written))
        .orElse("127.0.0.1:5050");
  }

  Optional<ZooKeeperLocation> zooKeeper() {
    return zk;
  }

  /** For people: where state is kept. */
  String state(Path directory) {
    return zk.map(ZooKeeperLocation::toString).orElse(directory.toString());
  }

  /** As the masters' detector reads it, with the password that {@code toString} leaves out. */
  private static String written(ZooKeeperLocation location) {
    String user = location.auth().map(auth -> auth + "@").orElse("");
    return "zk://" + user + location.connect() + location.path();
  }
}
