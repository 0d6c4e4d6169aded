package io.proffer.batch;

import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.security.Credential;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.frameworks.common.secret.KeySource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a batch framework is to be.
 *
 * @param bindPort 0 for any that is free
 * @param hostname by which others reach it; empty: the address
 * @param master where masters are looked for: {@code zk://host:port/path} or {@code host:port}
 * @param zooKeeper where its state is kept; empty: in files
 * @param stateDir where its state is kept otherwise
 * @param name of the framework
 * @param role whose resources it is offered, and which its jobs have
 * @param secretsDir where secrets are files; empty: there are none
 * @param privateTargets whether webhooks may be on machines that only this network can reach
 * @param secretKeys what the secrets of webhooks are stored with; empty: none are
 * @param credential by which it proves to the master who it is; empty: it does not
 * @param authentication where it wants to know who asks it, and whom it knows itself
 */
public record BatchOptions(
    String bindHost,
    int bindPort,
    Optional<String> hostname,
    String master,
    Optional<ZooKeeperLocation> zooKeeper,
    Path stateDir,
    String name,
    String role,
    Optional<Path> secretsDir,
    boolean privateTargets,
    Optional<KeySource> secretKeys,
    Optional<Credential> credential,
    PortAuthentication authentication) {

  /** One on the loopback interface that keeps its state in a ZooKeeper, or in files. */
  public static BatchOptions local(
      int port, String master, Optional<ZooKeeperLocation> zooKeeper, Path stateDir) {
    return new BatchOptions(
        "127.0.0.1",
        port,
        Optional.empty(),
        master,
        zooKeeper,
        stateDir,
        "metronome",
        "*",
        Optional.empty(),
        true,
        Optional.of(
            KeySource.madeFile(stateDir.resolveSibling(stateDir.getFileName() + "-secrets.key"))),
        Optional.empty(),
        PortAuthentication.none());
  }
}
