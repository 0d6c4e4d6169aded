package io.proffer.cli.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened so far, closed in the opposite order. Thread-safe. */
final class Opened implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T thing) {
    things.push(thing);
    return thing;
  }

  private synchronized Deque<AutoCloseable> takeAll() {
    Deque<AutoCloseable> all = new ArrayDeque<>(things);
    things.clear();
    return all;
  }

  /** Closes everything, whatever goes wrong with some of it. */
  @Override
  public void close() {
    for (AutoCloseable thing : takeAll()) {
      try {
        thing.close();
      } catch (Exception trouble) {
        LOG.warn("Could not stop everything in order: {}", trouble.toString());
      }
    }
  }
}
