package io.proffer.master;

import com.typesafe.config.Config;
import io.proffer.master.rehearsal.Compilers;
import io.proffer.master.rehearsal.Rehearsal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rehearsal on a thread of its own, against a private master that lives as long. One that fails
 * is logged: it only leaves this process slower at first.
 */
final class BackgroundRehearsal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRehearsal.class);

  /** So many ask the compilers for most of what there is to do. */
  private static final int FIRST_ACT = 1000;

  /**
   * The compilers forget what is no longer run when its turn comes, and at the end of an act much
   * is waiting for its turn. So after a rest all is run again.
   */
  private static final int SECOND_ACT = 2000;

  private static final Duration LONGEST_ACT = Duration.ofSeconds(10);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /**
   * @param config of the private master's actor system
   */
  BackgroundRehearsal(Supplier<Config> config) {
    this.thread =
        Thread.ofPlatform().name("proffer-master-rehearsal").daemon().unstarted(() -> play(config));
  }

  /**
   * Begins, unless that was done before.
   *
   * @return done when it is over, however it went
   */
  CompletionStage<Void> start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
    return over;
  }

  private void play(Supplier<Config> config) {
    try {
      play(config.get());
    } finally {
      over.complete(null);
    }
  }

  private static void play(Config config) {
    try (PrivateMaster stage = new PrivateMaster(config)) {
      int port =
          stage.start().toCompletableFuture().get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      long start = System.nanoTime();
      Rehearsal rehearsal = new Rehearsal(port);
      int played = rehearsal.play(FIRST_ACT, LONGEST_ACT);
      Compilers.here().awaitRest(LONGEST_REST);
      played += rehearsal.play(SECOND_ACT, LONGEST_ACT);
      LOG.debug(
          "Rehearsed {} sessions in {} ms",
          played,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.info("The first clients may be served slowly: the rehearsal failed: {}", e.toString());
    } catch (InterruptedException e) {
      LOG.debug("The rehearsal ends with the master");
    }
  }

  /** Ends it, if it goes on. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
