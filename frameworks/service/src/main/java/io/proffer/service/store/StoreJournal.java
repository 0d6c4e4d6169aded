package io.proffer.service.store;

import io.proffer.core.coordination.ClaimLostException;
import io.proffer.service.kernel.Fact;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on a thread of its own, all that waits at a time. A store that cannot be written is tried
 * again for a minute; then, or when another process has claimed the store, it is lost. Thread-safe.
 */
public final class StoreJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(StoreJournal.class);
  private static final int BATCH = 2_000;
  private static final int FULL = 20_000;
  private static final int MAX_WAITING = 200_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofMillis(200);

  private record Append(long number, List<Fact> facts) {}

  private final FactStore store;
  private final Thread thread;
  private final Deque<Append> waiting = new ArrayDeque<>();
  private Optional<Listener> listener = Optional.empty();
  private long appended;
  private int waitingFacts;
  private boolean over;

  public StoreJournal(FactStore store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("service-store").daemon().unstarted(this::run);
  }

  @Override
  public synchronized void start(Listener told) {
    listener = Optional.of(told);
    thread.start();
  }

  /** Waits while the store is very far behind. */
  @Override
  public synchronized long append(List<Fact> facts) {
    try {
      while (waitingFacts >= MAX_WAITING && !over) {
        wait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    appended++;
    if (!over) {
      waiting.addLast(new Append(appended, facts));
      waitingFacts += facts.size();
      notifyAll();
    }
    return appended;
  }

  @Override
  public synchronized boolean isFull() {
    return waitingFacts >= FULL;
  }

  @Override
  public void close() {
    end();
    thread.interrupt();
  }

  private synchronized void end() {
    over = true;
    waiting.clear();
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        List<Append> batch = take();
        List<Fact> facts = new ArrayList<>();
        batch.forEach(append -> facts.addAll(append.facts()));
        for (SequencedMap<String, Optional<byte[]>> changes : store.encode(facts)) {
          commit(changes);
        }
        long upTo = batch.getLast().number();
        written(facts.size());
        listener.ifPresent(l -> l.stored(upTo));
      }
    } catch (InterruptedException closed) {
      end();
    } catch (RuntimeException failure) {
      boolean alone = isOver();
      end();
      if (!alone) {
        LOG.error("The state cannot be kept", failure);
        listener.ifPresent(l -> l.lost("The state cannot be kept: " + failure.getMessage()));
      }
    }
  }

  private synchronized List<Append> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (over) {
        throw new InterruptedException("closed");
      }
      wait();
    }
    List<Append> batch = new ArrayList<>();
    int facts = 0;
    while (!waiting.isEmpty() && facts < BATCH) {
      Append next = waiting.removeFirst();
      batch.add(next);
      facts += next.facts().size();
    }
    return batch;
  }

  private synchronized void written(int facts) {
    waitingFacts -= facts;
    notifyAll();
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void commit(SequencedMap<String, Optional<byte[]>> changes) throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      try {
        store.commit(changes);
        return;
      } catch (ClaimLostException lost) {
        throw lost;
      } catch (UncheckedIOException failure) {
        Duration trying = Duration.ofNanos(System.nanoTime() - begun);
        if (isOver() || trying.compareTo(PATIENCE) > 0) {
          throw failure;
        }
        LOG.warn("{}; trying again", failure.getMessage());
        Thread.sleep(RETRY);
      }
    }
  }
}
