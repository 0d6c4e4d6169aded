package io.proffer.batch.scheduler;

import io.proffer.batch.kernel.Notice;
import io.proffer.batch.store.EventOutbox.Event;
import java.time.Instant;
import java.util.Optional;

/** Tells those outside what happens, at least once. Thread-safe. */
public interface Postman {

  /** Where nobody listens. */
  Postman NONE =
      new Postman() {
        @Override
        public Optional<Event> event(Instant at, Notice notice) {
          return Optional.empty();
        }

        @Override
        public void tell(Event event, Runnable settled) {
          settled.run();
        }
      };

  /** What is to be told of a notice; empty when nobody wants it. */
  Optional<Event> event(Instant at, Notice notice);

  /**
   * Tells those who want it; never waits.
   *
   * @param settled is run, on any thread, when nobody needs to be told any more
   */
  void tell(Event event, Runnable settled);
}
