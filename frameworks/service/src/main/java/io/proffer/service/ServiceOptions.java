package io.proffer.service;

import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.security.Credential;
import io.proffer.frameworks.common.http.PortAuthentication;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a service framework is to be.
 *
 * @param bindPort 0 for any that is free
 * @param hostname by which others reach it; empty: the address
 * @param master where masters are looked for: {@code zk://host:port/path} or {@code host:port}
 * @param zooKeeper where its state is kept; empty: in files
 * @param stateDir where its state is kept otherwise
 * @param name of the framework
 * @param role whose resources it is offered, and which its apps have
 * @param secretsDir where secrets are files; empty: there are none
 * @param credential by which it proves to the master who it is; empty: it does not
 * @param authentication where it wants to know who asks it, and whom it knows itself
 */
public record ServiceOptions(
    String bindHost,
    int bindPort,
    Optional<String> hostname,
    String master,
    Optional<ZooKeeperLocation> zooKeeper,
    Path stateDir,
    String name,
    Optional<Path> secretsDir,
    String role,
    BeyondOptions beyond,
    Optional<Credential> credential,
    PortAuthentication authentication) {

  /** One on the loopback interface that keeps its state in a ZooKeeper, or in files. */
  public static ServiceOptions local(
      int port, String master, Optional<ZooKeeperLocation> zooKeeper, Path stateDir) {
    return new ServiceOptions(
        "127.0.0.1",
        port,
        Optional.empty(),
        master,
        zooKeeper,
        stateDir,
        "marathon",
        Optional.empty(),
        "*",
        BeyondOptions.local(stateDir.resolveSibling(stateDir.getFileName() + "-secrets.key")),
        Optional.empty(),
        PortAuthentication.none());
  }
}
