package io.proffer.master.registry;

import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.master.state.Retention;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.curator.framework.CuratorFramework;

/** Keeps facts in ZooKeeper: a snapshot, and a log of what has changed since. Thread-safe. */
public final class ZooKeeperRegistry implements Registry {

  /**
   * How much there may be.
   *
   * @param nodeBytes in one node; ZooKeeper takes less than 1 MB
   * @param logEntries until a snapshot takes their place
   * @param behind so long what nobody waits for is gathered: to write it at once would take the
   *     processors from what it came with
   */
  record Limits(int nodeBytes, int logEntries, Duration behind) {}

  private static final Limits LIMITS = new Limits(512 << 10, 256, Duration.ofMillis(100));

  private final CuratorFramework client;
  private final ZooKeeperLocation location;
  private final Retention retention;
  private final Limits limits;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("proffer-registry-claim").daemon().factory());

  private ZooKeeperRegistry(ZooKeeperLocation location, Retention retention, Limits limits) {
    this.client = ZooKeeperClients.open(location, ZooKeeperClients.SESSION_TIMEOUT);
    this.location = location;
    this.retention = retention;
    this.limits = limits;
  }

  /**
   * Connects in the background.
   *
   * @param location of the cluster; the registry is beside it, at {@code <path>-registry}
   * @param retention the bounds of what is kept: those of the master's state
   */
  public static ZooKeeperRegistry open(ZooKeeperLocation location, Retention retention) {
    return open(location, retention, LIMITS);
  }

  static ZooKeeperRegistry open(ZooKeeperLocation location, Retention retention, Limits limits) {
    return new ZooKeeperRegistry(location, retention, limits);
  }

  @Override
  public CompletionStage<Claim> claim() {
    RegistryNodes nodes = new RegistryNodes(client, location);
    try {
      return CompletableFuture.supplyAsync(
          () -> ZooKeeperClaim.take(nodes, retention, limits), reader);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(
          new RegistryException(nodes.place().name() + " is closed", closed));
    }
  }

  long sessionId() {
    try {
      return client.getZookeeperClient().getZooKeeper().getSessionId();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
    client.close();
  }
}
