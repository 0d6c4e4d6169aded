package io.proffer.core.coordination;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Where values are: plainly below the root, or on one of 256 shelves there, so that no list of
 * children outgrows what a server says in one answer. Guarded by {@link ZooKeeperValues}.
 */
final class ValueNodes {

  private static final Pattern SHELF = Pattern.compile("_[0-9a-f]{2}");
  private static final int SHELVES = 256;

  private final CuratorFramework client;
  private final String root;
  private final Set<String> shelves = new HashSet<>();
  private volatile @Nullable Map<String, String> known;

  ValueNodes(CuratorFramework client, String root) {
    this.client = client;
    this.root = root;
  }

  String plain(String name) {
    return root + "/" + name;
  }

  String shelved(String name) {
    return shelf(name) + "/" + name;
  }

  private String shelf(String name) {
    int hash = name.hashCode();
    return root + "/_%02x".formatted(Math.floorMod(hash ^ (hash >>> 13), SHELVES));
  }

  /** What there is may be other than it was. */
  void forget() {
    known = null;
  }

  /** The nodes of all values, by name, as far as this process knows. */
  Map<String, String> known() throws Exception {
    Map<String, String> nodes = known;
    if (nodes == null) {
      nodes = list();
      known = nodes;
    }
    return nodes;
  }

  /** The node of a new value; its shelf is there. */
  String placeFor(String name) throws Exception {
    String shelf = shelf(name);
    if (!shelves.contains(shelf)) {
      client.create().orSetData().creatingParentsIfNeeded().forPath(shelf, new byte[0]);
      shelves.add(shelf);
    }
    return shelf + "/" + name;
  }

  void committed(SequencedMap<String, Optional<byte[]>> changes) {
    Map<String, String> nodes = known;
    if (nodes != null) {
      changes.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              nodes.remove(name);
            } else {
              nodes.putIfAbsent(name, shelved(name));
            }
          });
    }
  }

  /**
   * Asks for the nodes of all values, by name. None is missed that was put before, by whatever
   * process: a server may be behind the others, and this may be its first answer to this session.
   */
  Map<String, String> list() throws Exception {
    ZooKeeperClients.sync(client, root);
    Map<String, String> nodes = new ConcurrentHashMap<>();
    Questions shelves = new Questions(client);
    for (String child : children(root)) {
      if (SHELF.matcher(child).matches()) {
        String shelf = root + "/" + child;
        client
            .getChildren()
            .inBackground(
                shelves.ask(
                    event ->
                        event.getChildren().forEach(name -> nodes.put(name, shelf + "/" + name))))
            .forPath(shelf);
      } else if (!child.startsWith("_")) {
        nodes.putIfAbsent(child, plain(child));
      }
    }
    shelves.await();
    return nodes;
  }

  private List<String> children(String path) throws Exception {
    try {
      return client.getChildren().forPath(path);
    } catch (KeeperException.NoNodeException none) {
      return List.of();
    }
  }

  /** All values; where they are is known from here on. */
  Map<String, byte[]> read() throws Exception {
    Map<String, byte[]> values = new ConcurrentSkipListMap<>();
    Questions questions = new Questions(client);
    Map<String, String> nodes = list();
    for (Map.Entry<String, String> node : nodes.entrySet()) {
      client
          .getData()
          .inBackground(questions.ask(event -> values.put(node.getKey(), event.getData())))
          .forPath(node.getValue());
    }
    questions.await();
    known = nodes;
    return values;
  }
}
