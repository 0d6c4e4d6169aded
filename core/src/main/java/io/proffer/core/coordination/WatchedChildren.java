package io.proffer.core.coordination;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;

/**
 * Follows the sequential children of a node, which need not exist yet. It uses only what every
 * ZooKeeper server can do: one-shot watches, and reading all again after each.
 */
final class WatchedChildren {

  /** Told on the session's thread. */
  interface Listener {

    /** The children as they are now, with their content, by sequence number. */
    void children(SortedMap<Long, byte[]> bySequence);

    /** What the children are is not known: the session is lost, or reading has failed. */
    void unknown();
  }

  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

  private final ZooKeeperSession session;
  private final String path;
  private final String prefix;
  private final Listener listener;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CuratorWatcher watcher;

  private WatchedChildren(ZooKeeperSession session, String path, String prefix, Listener listener) {
    this.session = session;
    this.path = path;
    this.prefix = prefix;
    this.listener = listener;
    this.watcher =
        event -> {
          if (event.getType() != Watcher.Event.EventType.None) {
            request();
          }
        };
  }

  /** Follows the children whose names begin with {@code prefix}, until the session is closed. */
  static void follow(ZooKeeperSession session, String path, String prefix, Listener listener) {
    WatchedChildren children = new WatchedChildren(session, path, prefix, listener);
    session.whenReconnected(client -> children.request());
    session.whenLost(client -> listener.unknown());
    children.request();
  }

  /** The names that are {@code prefix} and the number ZooKeeper has put behind it. */
  static SortedMap<Long, String> sequential(List<String> names, String prefix) {
    SortedMap<Long, String> bySequence = new TreeMap<>();
    for (String name : names) {
      if (name.startsWith(prefix) && DIGITS.matcher(name.substring(prefix.length())).matches()) {
        bySequence.put(sequence(name), name);
      }
    }
    return bySequence;
  }

  /** The number ZooKeeper has put at the end of a sequential node's name. */
  static long sequence(String name) {
    return Long.parseLong(name.substring(name.lastIndexOf('_') + 1));
  }

  /** However often reading is requested, at most one is waiting. */
  private void request() {
    if (!requested.getAndSet(true)) {
      session.perform(this::readOrRetry);
    }
  }

  private void readOrRetry(CuratorFramework client) throws Exception {
    requested.set(false);
    try {
      read(client);
    } catch (KeeperException e) {
      listener.unknown();
      if (!requested.getAndSet(true)) {
        throw e;
      }
    }
  }

  private void read(CuratorFramework client) throws Exception {
    SortedMap<Long, byte[]> found = new TreeMap<>();
    for (Map.Entry<Long, String> child : sequential(names(client), prefix).entrySet()) {
      try {
        found.put(child.getKey(), client.getData().forPath(path + "/" + child.getValue()));
      } catch (KeeperException.NoNodeException e) {
        request(); // It has just gone; its going also fires the watch.
      }
    }
    listener.children(found);
  }

  private List<String> names(CuratorFramework client) throws Exception {
    try {
      return client.getChildren().usingWatcher(watcher).forPath(path);
    } catch (KeeperException.NoNodeException e) {
      if (client.checkExists().usingWatcher(watcher).forPath(path) != null) {
        request();
      }
      return List.of();
    }
  }
}
