package io.proffer.master.actor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drains an {@link Outbox} into a connection, as fast as the client reads. Of the connection's
 * thread, but for the wake-up.
 *
 * @param <T> what the outbox holds
 * @param <E> what the connection takes
 */
public final class OutboxReader<T, E> {

  /** Makes the connection's next element. */
  @FunctionalInterface
  public interface Packing<T, E> {

    /**
     * @param first the message to begin with
     * @param more takes further messages into the same element; null when none waits
     */
    E pack(T first, More<T> more);
  }

  /** Further messages that wait. */
  @FunctionalInterface
  public interface More<T> {
    @Nullable T next();
  }

  private final Outbox<T> outbox;
  private final Packing<T, E> packing;

  public OutboxReader(Outbox<T> outbox, Packing<T, E> packing) {
    this.outbox = outbox;
    this.packing = packing;
  }

  /**
   * @param wake run by whatever thread when there may be more, after {@link #next} gave nothing
   */
  public void open(Runnable wake) {
    outbox.open(wake);
  }

  /** The next element; null when none is there now. */
  public @Nullable E next() {
    T first = outbox.next();
    return first == null ? null : packing.pack(first, outbox::next);
  }

  /** Whether nothing will ever come any more. */
  public boolean over() {
    return outbox.over();
  }

  /** Why the client is let go, as it is to be told; empty while it is not. */
  public Optional<String> loss() {
    return outbox.lossReason();
  }

  /** The connection is closed: the outbox's client is lost, unless it had read everything. */
  public void close() {
    if (!outbox.over()) {
      outbox.gone();
    }
  }
}
