package io.proffer.agent.sandbox.fetch;

import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.TreeRemoval;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was fetched, so that the next task has it without a download. Each URI is downloaded
 * for one container at a time; the others that want it wait. A copy is asked about before it is
 * used again, unless its checksum says all. Each user has its own: what one may read, another may
 * not.
 *
 * <p>It begins empty with each agent. Thread-safe.
 */
final class FetchCache {

  private static final Logger LOG = LoggerFactory.getLogger(FetchCache.class);

  private final Path directory;
  private final Transfer transfer;
  private final CacheSpace<CachedFile> space;
  private final Map<Key, CachedFile> files = new HashMap<>();
  private long names;

  /**
   * @throws IOException when the directory cannot be used
   */
  FetchCache(Path directory, long capacity, Transfer transfer) throws IOException {
    this.directory = directory;
    this.transfer = transfer;
    this.space = new CacheSpace<>(capacity);
    // Nobody has an account of what an earlier agent left.
    TreeRemoval.remove(directory);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private record Key(String user, String uri, Optional<Checksum> checksum) {}

  /** A file that stays until this is closed. */
  interface Use extends AutoCloseable {
    Path path();

    @Override
    void close();
  }

  long capacityBytes() {
    return space.capacity();
  }

  synchronized long usedBytes() {
    return space.used();
  }

  /**
   * The content of a URI, downloaded now if need be.
   *
   * @throws CacheFullException when there is no room for it
   */
  Use get(FetchItem item, Optional<Owner> user, FetchWatch watch) throws IOException {
    long askedAt = System.nanoTime();
    Key key = new Key(user.map(Owner::name).orElse(""), item.key(), item.checksum());
    CachedFile file = take(key);
    try {
      lock(file, watch);
      try {
        update(file, item, user, watch, askedAt);
        return use(file);
      } finally {
        file.downloading.unlock();
      }
    } catch (IOException | RuntimeException e) {
      letGo(key, file);
      throw e;
    }
  }

  private synchronized CachedFile take(Key key) {
    CachedFile file = files.computeIfAbsent(key, k -> new CachedFile());
    space.use(file);
    return file;
  }

  private synchronized Use use(CachedFile file) throws CacheFullException {
    CachedFile.Version version = file.current.orElseThrow(CacheFullException::new);
    version.users++;
    return new Use() {
      @Override
      public Path path() {
        return version.path;
      }

      @Override
      public void close() {
        release(file, version);
      }
    };
  }

  private synchronized void release(CachedFile file, CachedFile.Version version) {
    space.release(file);
    version.users--;
    if (version.replaced && version.users == 0) {
      delete(version.path);
    }
  }

  /** Its download failed; if others wait for it, one of them tries. */
  private synchronized void letGo(Key key, CachedFile file) {
    space.release(file);
    boolean wanted = file.downloading.isLocked() || file.downloading.hasQueuedThreads();
    if (file.current.isEmpty() && !wanted) {
      space.remove(file);
      files.remove(key, file);
    }
  }

  private static void lock(CachedFile file, FetchWatch watch) throws IOException {
    try {
      file.downloading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      watch.throwIfEnded();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized Optional<Validator> known(CachedFile file) {
    return file.current.map(v -> v.validator);
  }

  private void update(
      CachedFile file, FetchItem item, Optional<Owner> user, FetchWatch watch, long askedAt)
      throws IOException {
    Optional<Validator> known = known(file);
    boolean fresh = item.checksum().isPresent() || file.checkedAt - askedAt >= 0;
    if (known.isPresent() && fresh) {
      return;
    }
    long checkedAt = System.nanoTime();
    CacheFilling filling = filling(file, item);
    try {
      Outcome outcome = transfer.run(item.source(), known, filling, user, watch);
      if (outcome instanceof Outcome.Received received) {
        filling.verify(item.checksum());
        complete(file, filling, received.validator());
      }
      file.checkedAt = checkedAt;
    } catch (IOException e) {
      abandon(file, filling);
      if (known.isPresent() && !filling.begun() && e.getCause() instanceof ConnectException) {
        // Nobody is there to be asked; Mesos would not even have tried.
        LOG.warn("{} is taken from the cache: {}", item.shown(), IoTrouble.describe(e));
        return;
      }
      throw e;
    }
  }

  private synchronized CacheFilling filling(CachedFile file, FetchItem item) {
    Path path = directory.resolve("c" + ++names);
    return new CacheFilling(
        path,
        item.checksum(),
        new CacheFilling.Room() {
          @Override
          public void begin() {
            replace(file, Optional.empty(), 0);
          }

          @Override
          public void reserve(long bytes) throws CacheFullException {
            FetchCache.this.reserve(file, bytes);
          }
        });
  }

  private void complete(CachedFile file, CacheFilling filling, Validator validator) {
    replace(
        file, Optional.of(new CachedFile.Version(filling.path(), validator)), filling.written());
  }

  private void abandon(CachedFile file, CacheFilling filling) {
    if (filling.begun()) {
      delete(filling.path());
      replace(file, Optional.empty(), 0);
    }
  }

  private synchronized void replace(
      CachedFile file, Optional<CachedFile.Version> next, long bytes) {
    file.current.ifPresent(
        v -> {
          v.replaced = true;
          if (v.users == 0) {
            delete(v.path);
          }
        });
    file.current = next;
    space.shrinkTo(file, bytes);
  }

  private synchronized void reserve(CachedFile file, long bytes) throws CacheFullException {
    List<CachedFile> evicted = space.grow(file, bytes).orElseThrow(CacheFullException::new);
    for (CachedFile old : evicted) {
      files.values().remove(old);
      old.current.ifPresent(v -> delete(v.path));
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("The cache cannot remove {}: {}", path, IoTrouble.describe(e));
    }
  }
}
