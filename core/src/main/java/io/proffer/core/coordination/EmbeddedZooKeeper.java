package io.proffer.core.coordination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A ZooKeeper server in this JVM, so that one machine needs no other service and development uses
 * the code of production. It is bound to the loopback interface only, keeps its data under a
 * directory across restarts and removes its own old snapshots.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {

  /** ZooKeeper's clock: short, so that a client that was killed is soon noticed. */
  private static final int TICK_MS = 500;

  private static final int MIN_SESSION_MS = 2 * TICK_MS;
  private static final int MAX_SESSION_MS = 60_000;
  private static final int MAX_CONNECTIONS = 1000;
  private static final int BACKLOG = 100;
  private static final int SNAPSHOTS_KEPT = 3;
  private static final int PURGE_HOURS = 1;

  private final ZooKeeperServer server;
  private final ServerCnxnFactory connections;
  private final DatadirCleanupManager cleanup;

  private EmbeddedZooKeeper(
      ZooKeeperServer server, ServerCnxnFactory connections, DatadirCleanupManager cleanup) {
    this.server = server;
    this.connections = connections;
    this.cleanup = cleanup;
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @param dataDir where its data is kept; made if it does not exist
   * @param port the port on the loopback interface; 0 for any that is free
   * @throws UncheckedIOException when the port is taken or the directory cannot be used
   */
  public static EmbeddedZooKeeper start(Path dataDir, int port) {
    try {
      Files.createDirectories(dataDir);
      ZooKeeperServer server = new ZooKeeperServer(dataDir.toFile(), dataDir.toFile(), TICK_MS);
      server.setMinSessionTimeout(MIN_SESSION_MS);
      server.setMaxSessionTimeout(MAX_SESSION_MS);
      ServerCnxnFactory connections = listen(port);
      connections.startup(server);
      DatadirCleanupManager cleanup =
          new DatadirCleanupManager(
              dataDir.toFile(), dataDir.toFile(), SNAPSHOTS_KEPT, PURGE_HOURS);
      cleanup.start();
      return new EmbeddedZooKeeper(server, connections, cleanup);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "ZooKeeper cannot start with its data in %s: %s".formatted(dataDir, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ZooKeeper was starting", e);
    }
  }

  private static ServerCnxnFactory listen(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerCnxnFactory connections = new NIOServerCnxnFactory();
    try {
      connections.configure(address, MAX_CONNECTIONS, BACKLOG, false);
    } catch (BindException e) {
      throw new IOException(
          "port %d of %s is taken".formatted(port, address.getAddress().getHostAddress()), e);
    }
    return connections;
  }

  /** How clients reach it: {@code 127.0.0.1:2181}. */
  public String connect() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port();
  }

  /** The port it listens on. */
  public int port() {
    return connections.getLocalPort();
  }

  /** A path on this server, as clients are told it. */
  public ZooKeeperLocation location(String path) {
    return ZooKeeperLocation.parse("zk://" + connect() + path);
  }

  /**
   * Ends a client's session as if its time had run out, with all its ephemeral nodes: what a client
   * that was killed or cut off leaves behind. For tests.
   */
  public void expire(long sessionId) {
    server.closeSession(sessionId);
  }

  /** Stops the server; its data stays. */
  @Override
  public void close() {
    cleanup.shutdown();
    connections.shutdown();
    server.shutdown(true);
  }
}
