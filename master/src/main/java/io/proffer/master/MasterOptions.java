package io.proffer.master;

import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.security.Authentication;
import io.proffer.master.kernel.MasterSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a master is started.
 *
 * @param bindHost the address its one port is opened at
 * @param bindPort that port; 0 for any that is free
 * @param advertisedHostname by which clients and agents reach it; empty for the bind address
 * @param zooKeeper where the masters find each other and are found; empty for a master that is
 *     alone
 * @param workDir where it keeps what must survive a restart
 * @param clusterName the same for all masters of a cluster: letters, digits and hyphens
 * @param authentication whom it knows and where it asks; empty for a master that asks nobody
 * @param log the file that it logs to, which it shows; empty where there is none
 */
public record MasterOptions(
    String bindHost,
    int bindPort,
    Optional<String> advertisedHostname,
    Optional<ZooKeeperLocation> zooKeeper,
    Path workDir,
    MasterSettings settings,
    String clusterName,
    Optional<Authentication> authentication,
    Optional<Path> log) {

  public MasterOptions {
    if (bindPort < 0 || bindPort > 65535) {
      throw new IllegalArgumentException("port: expecting 0 to 65535, found " + bindPort);
    }
    if (!clusterName.matches("[a-zA-Z0-9][a-zA-Z0-9-]*")) {
      throw new IllegalArgumentException(
          "cluster name: expecting letters, digits and hyphens, found '" + clusterName + "'");
    }
  }

  /** A master alone, on the loopback interface and any free port. */
  public static MasterOptions standalone(Path workDir) {
    return new MasterOptions(
        "127.0.0.1",
        0,
        Optional.empty(),
        Optional.empty(),
        workDir,
        MasterSettings.defaults(),
        "proffer",
        Optional.empty(),
        Optional.empty());
  }

  public MasterOptions withPort(int port) {
    return new MasterOptions(
        bindHost,
        port,
        advertisedHostname,
        zooKeeper,
        workDir,
        settings,
        clusterName,
        authentication,
        log);
  }

  public MasterOptions withZooKeeper(ZooKeeperLocation location) {
    return new MasterOptions(
        bindHost,
        bindPort,
        advertisedHostname,
        Optional.of(location),
        workDir,
        settings,
        clusterName,
        authentication,
        log);
  }

  public MasterOptions withSettings(MasterSettings changed) {
    return new MasterOptions(
        bindHost,
        bindPort,
        advertisedHostname,
        zooKeeper,
        workDir,
        changed,
        clusterName,
        authentication,
        log);
  }

  public MasterOptions withAuthentication(Authentication known) {
    return new MasterOptions(
        bindHost,
        bindPort,
        advertisedHostname,
        zooKeeper,
        workDir,
        settings,
        clusterName,
        Optional.of(known),
        log);
  }

  /** A master that shows the file that it logs to. */
  public MasterOptions withLog(Optional<Path> file) {
    return new MasterOptions(
        bindHost,
        bindPort,
        advertisedHostname,
        zooKeeper,
        workDir,
        settings,
        clusterName,
        authentication,
        file);
  }
}
