package io.proffer.frameworks.common.process;

import io.proffer.core.coordination.ZooKeeperLocation;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a framework's process listens and keeps what it knows.
 *
 * @param kind as {@code service}
 * @param bindPort 0 for any that is free
 * @param hostname by which others reach it; empty: the address
 * @param cluster the ZooKeeper of the masters, beside whose path state is kept; empty: in files
 * @param stateDir where state is kept otherwise
 */
public record Place(
    String kind,
    String bindHost,
    int bindPort,
    Optional<String> hostname,
    Optional<ZooKeeperLocation> cluster,
    Path stateDir) {

  /** A place of its own beside the masters': what lists theirs must not find it. */
  Optional<ZooKeeperLocation> state() {
    return cluster.map(
        where -> new ZooKeeperLocation(where.connect(), where.path() + "-" + kind, where.auth()));
  }
}
