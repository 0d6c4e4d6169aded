package io.proffer.core.coordination;

import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one ephemeral sequential node in being, also when its session was lost or someone deleted
 * it: then it is made again, with a higher number. Closing the session removes it.
 */
final class EphemeralNode {

  /** Says whether to give up a node that was deleted, because of what stands there now. */
  @FunctionalInterface
  interface Rivals {
    boolean haveTakenOver(CuratorFramework client) throws Exception;
  }

  private final ZooKeeperSession session;
  private final String prefix;
  private final byte[] content;
  private final Rivals rivals;
  private final Consumer<String> published;
  private final CuratorWatcher watcher;

  /** The full path of the node; only touched on the session's thread. */
  private @Nullable String node;

  private boolean givenUp;

  private EphemeralNode(
      ZooKeeperSession session,
      String prefix,
      byte[] content,
      Rivals rivals,
      Consumer<String> published) {
    this.session = session;
    this.prefix = prefix;
    this.content = content;
    this.rivals = rivals;
    this.published = published;
    this.watcher =
        event -> {
          if (event.getType() != Watcher.Event.EventType.None) {
            session.perform(this::ensure);
          }
        };
  }

  /**
   * Publishes the node until the session is closed.
   *
   * @param prefix the path of the node up to its number
   * @param published told the node's path each time it was made, on the session's thread
   */
  static void keep(
      ZooKeeperSession session,
      String prefix,
      byte[] content,
      Rivals rivals,
      Consumer<String> published) {
    EphemeralNode node = new EphemeralNode(session, prefix, content, rivals, published);
    session.whenReconnected(node::ensure);
    session.perform(node::ensure);
  }

  private void ensure(CuratorFramework client) throws Exception {
    if (givenUp) {
      return;
    }
    String last = node;
    if (last != null) {
      Stat stat = client.checkExists().usingWatcher(watcher).forPath(last);
      if (stat != null && stat.getEphemeralOwner() == session.id()) {
        return;
      }
      if (stat == null && rivals.haveTakenOver(client)) {
        givenUp = true;
        return;
      }
      delete(client, last);
    }
    String made =
        client
            .create()
            .creatingParentsIfNeeded()
            .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
            .forPath(prefix, content);
    node = made;
    // Watched before anybody is told of it, so that no deletion goes unseen.
    boolean there = client.checkExists().usingWatcher(watcher).forPath(made) != null;
    published.accept(made);
    if (!there) {
      session.perform(this::ensure);
    }
  }

  /** Deletes a node that is none of the present session's; others may have been faster. */
  static void delete(CuratorFramework client, String path) throws Exception {
    try {
      client.delete().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      // It is gone, as wanted.
    }
  }
}
