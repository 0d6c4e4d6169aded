package io.proffer.batch.store;

import io.proffer.batch.kernel.Fact;
import java.util.List;

/** Where facts outlive the process that has decided them. Used on one thread. */
public interface FactKeeper {

  /**
   * Makes facts durable, in order, before it returns.
   *
   * @throws java.io.UncheckedIOException when they cannot be written
   */
  void write(List<Fact> facts);

  /**
   * All that is true now, and finishes what a process that was killed has left half done.
   *
   * @throws java.io.UncheckedIOException when it cannot be read, or is not understood
   */
  List<Fact> read();

  /** What those outside are yet to be told, kept with the facts. */
  EventOutbox events();
}
