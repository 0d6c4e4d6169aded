package io.proffer.agent.sandbox.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends a container's fetch that takes too long, stalls, or is not wanted any more, by interrupting
 * its thread. Thread-safe.
 */
public final class FetchWatch {

  /** A download that brings less than this over the whole stall timeout is as good as dead. */
  private static final long MIN_BYTES_PER_SECOND = 100;

  private final Thread thread;
  private final LongSupplier nanoTime;
  private final Duration stallTimeout;
  private final Duration timeLimit;
  private long begunAt;
  private boolean downloading;
  private long windowFrom;
  private long windowBytes;
  private boolean over;
  private boolean cancelled;
  private Optional<String> trouble = Optional.empty();

  /**
   * @param thread that fetches
   * @param nanoTime the clock
   */
  FetchWatch(Thread thread, LongSupplier nanoTime, Duration stallTimeout, Duration timeLimit) {
    this.thread = thread;
    this.nanoTime = nanoTime;
    this.stallTimeout = stallTimeout;
    this.timeLimit = timeLimit;
    this.begunAt = nanoTime.getAsLong();
  }

  /** Its turn has come: time counts from here. */
  synchronized void begin() {
    begunAt = nanoTime.getAsLong();
  }

  /** From now on bytes are expected. */
  synchronized void downloadBegins() {
    downloading = true;
    windowFrom = nanoTime.getAsLong();
    windowBytes = 0;
  }

  synchronized void received(long bytes) {
    windowBytes += bytes;
  }

  synchronized void downloadEnds() {
    downloading = false;
  }

  /** The task is to end: give up. */
  public synchronized void cancel() {
    cancelled = true;
    end("the task was killed");
  }

  public synchronized boolean cancelled() {
    return cancelled;
  }

  /** Why the fetch was ended; empty when it was not. */
  synchronized Optional<String> trouble() {
    return trouble;
  }

  /** Looks whether it is time to give up; to be called a few times in each stall timeout. */
  synchronized void check() {
    long now = nanoTime.getAsLong();
    if (now - begunAt > timeLimit.toNanos()) {
      end(
          "fetching took longer than "
              + seconds(timeLimit)
              + " (the agent's --fetcher-time-limit); fetch less, or from somewhere nearer");
      return;
    }
    long window = now - windowFrom;
    if (downloading && window > stallTimeout.toNanos()) {
      if (windowBytes < MIN_BYTES_PER_SECOND * Math.max(1, stallTimeout.toSeconds())) {
        end(
            "the server sent "
                + windowBytes
                + " bytes in "
                + seconds(Duration.ofNanos(window))
                + " (the agent's --fetcher-stall-timeout is "
                + seconds(stallTimeout)
                + "); see whether the server is overloaded");
      }
      windowFrom = now;
      windowBytes = 0;
    }
  }

  private static String seconds(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(10)) < 0
        ? duration.toMillis() + " ms"
        : TimeUnit.MILLISECONDS.toSeconds(duration.toMillis()) + " s";
  }

  /** Nothing is interrupted from here on. */
  synchronized void done() {
    over = true;
  }

  private void end(String why) {
    if (!over && trouble.isEmpty()) {
      trouble = Optional.of(why);
      thread.interrupt();
    }
  }

  /** Called now and then by what does not wait for anything. */
  synchronized void throwIfEnded() throws FetchException {
    if (trouble.isPresent()) {
      throw new FetchException(trouble.get());
    }
  }
}
