package io.proffer.agent.runtime.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after an engine that tells what a container prints. One that moves its own copy on while it
 * tells it, because it has grown, may lose its place and tell nothing more for as long as the
 * container runs. So when it is silent, it is asked at times what was printed last; if it knows of
 * more than it has told, twice with nothing in between, its answer is cut, to be asked for anew.
 */
final class SilenceWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

  /** Between the first looks; the longer the silence, the rarer they are. */
  static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private static final int MAX_DOUBLINGS = 7;

  /** When the last line was printed, as the engine says it; empty for none at all. */
  @FunctionalInterface
  interface LastLine {
    Optional<Instant> printedAt() throws IOException;
  }

  private final Supplier<Instant> told;
  private final LastLine last;
  private final Runnable cut;
  private final Duration firstWait;
  private final Thread thread;
  private volatile boolean hasCut;

  private SilenceWatch(
      String container, Supplier<Instant> told, LastLine last, Runnable cut, Duration firstWait) {
    this.told = told;
    this.last = last;
    this.cut = cut;
    this.firstWait = firstWait;
    this.thread =
        Thread.ofVirtual().name("docker-log-watch-" + container).unstarted(() -> watch(container));
  }

  /**
   * Watches until closed, or until it has cut.
   *
   * @param told when the last line was printed of those that the engine has told
   * @param cut ends the engine's answer; called at most once
   */
  static SilenceWatch start(
      String container, Supplier<Instant> told, LastLine last, Runnable cut, Duration firstWait) {
    SilenceWatch watch = new SilenceWatch(container, told, last, cut, firstWait);
    watch.thread.start();
    return watch;
  }

  /** Whether the answer has ended because it was cut. */
  boolean hasCut() {
    return hasCut;
  }

  private void watch(String container) {
    try {
      Instant before = Instant.MIN;
      boolean behind = false;
      int doublings = 0;
      while (true) {
        Thread.sleep(firstWait.multipliedBy(1L << doublings));
        Instant now = told.get();
        if (!now.equals(before)) {
          before = now;
          behind = false;
          doublings = 0;
        } else if (!knowsMoreThan(now, container)) {
          behind = false;
          doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
        } else if (behind) {
          LOG.debug("The engine lost its place in the output of {}; asking anew", container);
          hasCut = true;
          cut.run();
          return;
        } else {
          behind = true;
          doublings = 0;
        }
      }
    } catch (InterruptedException closed) {
      // Nothing is to be watched any more.
    }
  }

  private boolean knowsMoreThan(Instant now, String container) {
    try {
      return last.printedAt().filter(now::isBefore).isPresent();
    } catch (IOException trouble) {
      LOG.debug("what {} printed last is not known: {}", container, trouble.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
