package io.proffer.core.coordination;

import io.proffer.core.protocol.MesosJson;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes who leads, where every Mesos client looks for it: {@code <path>/json.info_0000000042},
 * an ephemeral node with the {@link MasterInfo} as JSON. The lowest number leads.
 *
 * <p>It announces a leader, it does not elect one: only a master that has been made the leader may
 * publish. It therefore deletes the nodes of earlier leaders, which would otherwise lead until
 * their sessions run out; a leader whose node was so deleted does not publish again.
 */
public final class LeaderNode implements AutoCloseable {

  static final String PREFIX = "json.info_";

  private static final Logger LOG = LoggerFactory.getLogger(LeaderNode.class);

  private final ZooKeeperSession session;
  private final String path;
  private final CompletableFuture<String> published = new CompletableFuture<>();

  private long sequence = Long.MIN_VALUE;

  private LeaderNode(ZooKeeperSession session, String path) {
    this.session = session;
    this.path = path;
  }

  /**
   * Begins to publish; returns at once and goes on through lost sessions until it is closed.
   *
   * @param leader has {@code ip} in network order read as a little-endian number, as {@link
   *     MasterAddress} makes it
   * @param sessionTimeout how long after a crash the node stays, unless another leader deletes it
   */
  public static LeaderNode publish(
      ZooKeeperLocation location, MasterInfo leader, Duration sessionTimeout) {
    ZooKeeperSession session =
        ZooKeeperSession.open(location, sessionTimeout, "leader-node-" + leader.getPort());
    LeaderNode node = new LeaderNode(session, location.path());
    EphemeralNode.keep(
        session,
        location.path() + "/" + PREFIX,
        MesosJson.write(leader),
        node::haveTakenOver,
        node::whenPublished);
    return node;
  }

  /** Completes with the node's path when it is first there. */
  public CompletableFuture<String> published() {
    return published.copy();
  }

  /** Removes the node. */
  @Override
  public void close() {
    session.close();
  }

  long sessionId() throws Exception {
    return session.id();
  }

  private void whenPublished(String node) {
    LOG.info("published as leader in {}", node);
    sequence = WatchedChildren.sequence(node);
    session.perform(this::deleteEarlier);
    published.complete(node);
  }

  private void deleteEarlier(CuratorFramework client) throws Exception {
    for (String name : leaders(client).headMap(sequence).values()) {
      try {
        EphemeralNode.delete(client, path + "/" + name);
      } catch (KeeperException.NoAuthException e) {
        LOG.warn(
            "{}/{} of an earlier leader belongs to another ZooKeeper user and leads until its"
                + " session ends",
            path,
            name);
      }
    }
  }

  private boolean haveTakenOver(CuratorFramework client) throws Exception {
    boolean later = !leaders(client).tailMap(sequence + 1).isEmpty();
    if (later) {
      LOG.warn("another master has published itself as leader in {}", path);
    }
    return later;
  }

  private SortedMap<Long, String> leaders(CuratorFramework client) throws Exception {
    return WatchedChildren.sequential(client.getChildren().forPath(path), PREFIX);
  }
}
