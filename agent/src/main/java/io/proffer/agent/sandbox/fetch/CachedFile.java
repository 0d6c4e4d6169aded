package io.proffer.agent.sandbox.fetch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A place in the cache for one URI of one user. Who downloads holds its lock; everything else is
 * guarded by the cache's monitor.
 */
final class CachedFile {

  final ReentrantLock downloading = new ReentrantLock();
  Optional<Version> current = Optional.empty();

  /** When the latest look whether the content is still right began. */
  long checkedAt;

  /** Content that does not change. A replaced version stays until nobody uses it. */
  static final class Version {
    final Path path;
    final Validator validator;
    int users;
    boolean replaced;

    Version(Path path, Validator validator) {
      this.path = path;
      this.validator = validator;
    }
  }
}
