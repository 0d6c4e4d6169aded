package io.proffer.core.coordination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Named values, each in a node below a location's path. What was put is durable when {@code put} or
 * {@code commit} returns. Short losses of the connection are waited for; after some seconds methods
 * throw {@link UncheckedIOException}, and as soon as this is closed. Thread-safe.
 */
public final class ZooKeeperValues implements AutoCloseable {

  private static final String CLAIM = "_claim";
  private static final int MAX_ATTEMPTS = 3;

  private final ZooKeeperLocation location;
  private final CuratorFramework client;
  private final ValueNodes nodes;
  private OptionalInt claim = OptionalInt.empty();

  private ZooKeeperValues(ZooKeeperLocation location, CuratorFramework client) {
    this.location = location;
    this.client = client;
    this.nodes = new ValueNodes(client, location.path());
  }

  /** Connects in the background. */
  public static ZooKeeperValues open(ZooKeeperLocation location) {
    return new ZooKeeperValues(
        location, ZooKeeperClients.open(location, ZooKeeperClients.SESSION_TIMEOUT));
  }

  /**
   * From now on nobody else can commit: who has claimed the values before is refused. What a
   * process that was cut off for a while has not yet written, it will not write any more.
   */
  public synchronized void claim() {
    String path = location.path() + "/" + CLAIM;
    Integer version =
        attempt(
            "claim the values",
            () -> {
              client.create().orSetData().creatingParentsIfNeeded().forPath(path);
              return client.setData().forPath(path, new byte[0]).getVersion();
            });
    claim = version == null ? OptionalInt.empty() : OptionalInt.of(version);
    nodes.forget();
  }

  /** The value last put under this name. */
  public Optional<byte[]> get(String name) {
    return Optional.ofNullable(
        attempt(
            "read " + name,
            () -> {
              byte[] plain = read(nodes.plain(name));
              return plain == null ? read(nodes.shelved(name)) : plain;
            }));
  }

  private byte @Nullable [] read(String path) throws Exception {
    try {
      return client.getData().forPath(path);
    } catch (KeeperException.NoNodeException none) {
      return null;
    }
  }

  /** Makes or replaces a value. */
  public synchronized void put(String name, byte[] value) {
    attempt(
        "write " + name,
        () -> {
          try {
            return client.setData().forPath(nodes.shelved(name), value);
          } catch (KeeperException.NoNodeException plain) {
            nodes.forget();
            return client
                .create()
                .orSetData()
                .creatingParentsIfNeeded()
                .forPath(nodes.plain(name), value);
          }
        });
  }

  /** Does nothing when there is no such value. */
  public synchronized void remove(String name) {
    attempt(
        "remove " + name,
        () -> {
          nodes.forget();
          client.delete().quietly().forPath(nodes.plain(name));
          return client.delete().quietly().forPath(nodes.shelved(name));
        });
  }

  /**
   * Puts and removes several values, all of them or none.
   *
   * @param changes the new values; those that are empty are removed. Together less than 1 MB
   * @throws ClaimLostException when another process has claimed the values
   */
  public synchronized void commit(SequencedMap<String, Optional<byte[]>> changes) {
    attempt(
        "write " + changes.size() + " values",
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return transact(changes);
            } catch (KeeperException.NodeExistsException | KeeperException.NoNodeException other) {
              // A try before, of which it was not known that it had succeeded, or another's write.
              nodes.forget();
              if (attempt == MAX_ATTEMPTS) {
                throw other;
              }
            } catch (KeeperException.BadVersionException taken) {
              throw new ClaimLostException(
                  "cannot write in " + location + ": another process has claimed it", taken);
            }
          }
        });
  }

  private @Nullable Void transact(SequencedMap<String, Optional<byte[]>> changes) throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    if (claim.isPresent()) {
      String path = location.path() + "/" + CLAIM;
      operations.add(client.transactionOp().check().withVersion(claim.getAsInt()).forPath(path));
    }
    Map<String, String> known = nodes.known();
    for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
      String path = known.get(change.getKey());
      Optional<byte[]> value = change.getValue();
      if (value.isPresent()) {
        operations.add(
            path == null
                ? client
                    .transactionOp()
                    .create()
                    .forPath(nodes.placeFor(change.getKey()), value.get())
                : client.transactionOp().setData().forPath(path, value.get()));
      } else if (path != null) {
        operations.add(client.transactionOp().delete().forPath(path));
      }
    }
    if (!operations.isEmpty()) {
      client.transaction().forOperations(operations);
      nodes.committed(changes);
    }
    return null;
  }

  /** The names of all values. */
  public Set<String> names() {
    Set<String> names = attempt("list", () -> Set.copyOf(nodes.list().keySet()));
    return names == null ? Set.of() : names;
  }

  /** All values, by their names. */
  public synchronized Map<String, byte[]> entries() {
    Map<String, byte[]> entries = attempt("read all values", nodes::read);
    return entries == null ? new TreeMap<>() : entries;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    @Nullable T run() throws Exception;
  }

  private <T> @Nullable T attempt(String what, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed(what, stopped);
    } catch (ClaimLostException lost) {
      throw lost;
    } catch (Exception trouble) {
      nodes.forget();
      throw failed(what, trouble);
    }
  }

  private UncheckedIOException failed(String what, Exception cause) {
    String why =
        client.getState() == CuratorFrameworkState.STARTED
            ? cause.getMessage()
            : "the connection to ZooKeeper has been closed";
    return new UncheckedIOException(
        new IOException("cannot " + what + " in " + location + ": " + why, cause));
  }

  @Override
  public void close() {
    client.close();
  }
}
