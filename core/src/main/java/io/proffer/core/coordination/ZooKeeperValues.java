package io.proffer.core.coordination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/**
 * Named values, each in a node below a location's path. What was put is durable when {@code put}
 * returns. Short losses of the connection are waited for; after some seconds methods throw {@link
 * UncheckedIOException}. Thread-safe.
 */
public final class ZooKeeperValues implements AutoCloseable {

  private final ZooKeeperLocation location;
  private final CuratorFramework client;

  private ZooKeeperValues(ZooKeeperLocation location, CuratorFramework client) {
    this.location = location;
    this.client = client;
  }

  /** Connects in the background. */
  public static ZooKeeperValues open(ZooKeeperLocation location) {
    return new ZooKeeperValues(
        location, ZooKeeperClients.open(location, ZooKeeperClients.SESSION_TIMEOUT));
  }

  /** The value last put under this name. */
  public Optional<byte[]> get(String name) {
    return Optional.ofNullable(
        attempt(
            "read " + name,
            () -> {
              try {
                return client.getData().forPath(path(name));
              } catch (KeeperException.NoNodeException none) {
                return null;
              }
            }));
  }

  /** Makes or replaces a value. */
  public void put(String name, byte[] value) {
    attempt(
        "write " + name,
        () -> client.create().orSetData().creatingParentsIfNeeded().forPath(path(name), value));
  }

  /** Does nothing when there is no such value. */
  public void remove(String name) {
    attempt("remove " + name, () -> client.delete().quietly().forPath(path(name)));
  }

  /** The names of all values. */
  public Set<String> names() {
    Set<String> names =
        attempt(
            "list",
            () -> {
              try {
                return Set.copyOf(client.getChildren().forPath(location.path()));
              } catch (KeeperException.NoNodeException none) {
                return Set.<String>of();
              }
            });
    return names == null ? Set.of() : names;
  }

  private String path(String name) {
    return location.path() + "/" + name;
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
    } catch (Exception trouble) {
      throw failed(what, trouble);
    }
  }

  private UncheckedIOException failed(String what, Exception cause) {
    return new UncheckedIOException(
        new IOException("cannot " + what + " in " + location + ": " + cause.getMessage(), cause));
  }

  @Override
  public void close() {
    client.close();
  }
}
