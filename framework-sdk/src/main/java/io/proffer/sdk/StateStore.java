package io.proffer.sdk;

import io.proffer.core.coordination.ZooKeeperLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a framework keeps what must outlive its process: above all its id, with which the next
 * process goes on with the tasks of the last one. A scheduler may keep its own small facts there.
 *
 * <p>One framework to a store. Names are 1 to 100 characters of {@code a-z 0-9 . -}, those starting
 * with {@code driver.} are the driver's. Methods may be called from any thread; a value that was
 * put is durable when {@code put} returns. They throw {@link java.io.UncheckedIOException} when the
 * store cannot be read or written, and {@link IllegalArgumentException} for another name.
 */
public interface StateStore {

  /** The value last put under this name. */
  Optional<byte[]> get(String name);

  /** Replaces the value of this name: readers see the old one or the new one, never a part. */
  void put(String name, byte[] value);

  /** Does nothing when there is no such value. */
  void remove(String name);

  /** The names of all values there are, those of the driver included. */
  Set<String> names();

  /**
   * Puts and removes several values, in the order of the map: those with an empty value are
   * removed. All are durable when it returns. When it fails, or the process dies, none of them is
   * made in files and in a ZooKeeper: there a commit is one record of a journal, of at most 500 MB,
   * and here one transaction, which has room for less than 1 MB, names and 50 bytes for each
   * included. A store that does not say so makes a first part of them.
   */
  default void commit(SequencedMap<String, Optional<byte[]>> changes) {
    changes.forEach(
        (name, value) -> value.ifPresentOrElse(bytes -> put(name, bytes), () -> remove(name)));
  }

  /** All values there are, by their names: faster than asking for each where there are many. */
  default Map<String, byte[]> entries() {
    Map<String, byte[]> all = new TreeMap<>();
    names().forEach(name -> get(name).ifPresent(value -> all.put(name, value)));
    return all;
  }

  /** Whether values outlive this process. */
  boolean isDurable();

  /** Keeps values for as long as the object lives: for frameworks that need not survive. */
  static StateStore inMemory() {
    return new InMemoryStateStore();
  }

  /**
   * Keeps values in a journal, files of this directory, which is made when it does not exist. A
   * commit is forced to the disk once, however many values it has; the files take about twice what
   * the values do, and 16 MB. One process to a directory. Directories in which each value had a
   * file of its own are taken over when they are first read.
   */
  static StateStore files(Path directory) {
    return new FileStateStore(directory);
  }

  /**
   * Keeps each value in a node of a ZooKeeper, below the location's path, so that the framework may
   * go on on another machine. Values may be up to 1 MB less a little. Close it when the driver has
   * ended.
   */
  static ZooKeeperStateStore zooKeeper(ZooKeeperLocation location) {
    return new ZooKeeperStateStore(location);
  }
}
