package io.proffer.service;

import io.proffer.core.coordination.ZooKeeperLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process of the service framework, to be killed. Prints its URL when it is there. */
final class OneProcess {

  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);

  private OneProcess() {}

  /** All processes have the same secret keys, as operators hand them out: beside the directory. */
  static ServiceOptions options(ZooKeeperLocation zooKeeper, Path directory) {
    return ServiceOptions.local(0, zooKeeper.toString(), Optional.of(zooKeeper), directory);
  }

  public static void main(String[] args) throws Exception {
    ServiceServer server =
        ServiceServer.start(
            options(ZooKeeperLocation.parse(args[0]), Path.of(args[1])), SESSION_TIMEOUT);
    System.out.println(server.url());
    System.out.flush();
    Thread.sleep(Duration.ofMinutes(1)); // Nobody is left behind, whatever becomes of the test.
    server.close();
  }
}
