package io.proffer.agent.runtime.usage;

import io.proffer.agent.runtime.Usage;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What sessions of processes use, for machines where they have no control groups of their own. All
 * of them are looked at together, at most once a second. Safe for use by several threads.
 */
public final class SessionUsage {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Optional<SessionFigures> figures = Optional.empty();
  private long readAt;

  /** Empty when there is no such session. */
  public synchronized Optional<Usage> usage(long leader) {
    long now = System.nanoTime();
    if (figures.isEmpty() || now - readAt > FRESH_NANOS) {
      figures = Optional.of(SessionFigures.read());
      readAt = now;
    }
    return figures.get().of(leader);
  }
}
