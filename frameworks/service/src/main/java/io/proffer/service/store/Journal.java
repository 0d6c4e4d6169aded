package io.proffer.service.store;

import io.proffer.service.kernel.Fact;
import java.util.List;

/** Makes facts durable in the order in which they are appended, while others go on. */
public interface Journal extends AutoCloseable {

  /** Told from any thread. */
  interface Listener {

    /** All facts up to this append are durable. Not every append is told of. */
    void stored(long upTo);

    /** No fact will be stored any more: the process must end. */
    void lost(String reason);
  }

  /** Begins; before, nothing is appended. */
  void start(Listener listener);

  /**
   * Has facts stored.
   *
   * @return the number of this append: 1, 2, 3...
   */
  long append(List<Fact> facts);

  /** Whether so much waits to be written that no more should be begun. */
  boolean isFull();

  /** Stops; what was not stored yet is not stored. */
  @Override
  void close();
}
