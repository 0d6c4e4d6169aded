package io.proffer.batch;

import io.proffer.core.coordination.ZooKeeperLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process of the batch framework, to be killed. Prints its URL when it is there. */
final class OneProcess {

  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

  private OneProcess() {}

  static BatchOptions options(ZooKeeperLocation zooKeeper) {
    return BatchOptions.local(
        0, zooKeeper.toString(), Optional.of(zooKeeper), Path.of("target/not-used"));
  }

  public static void main(String[] args) throws Exception {
    BatchServer server =
        BatchServer.start(options(ZooKeeperLocation.parse(args[0])), SESSION_TIMEOUT);
    System.out.println(server.url());
    System.out.flush();
    Thread.sleep(Duration.ofMinutes(1)); // Nobody is left behind, whatever becomes of the test.
    server.close();
  }
}
