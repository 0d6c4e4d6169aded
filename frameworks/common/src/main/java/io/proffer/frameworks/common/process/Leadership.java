package io.proffer.frameworks.common.process;

import io.proffer.core.coordination.Election;
import io.proffer.core.coordination.ZooKeeperLocation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's part in the lead of a framework: of several on the state of one ZooKeeper one
 * leads, and the others follow it. Thread-safe.
 */
final class Leadership<T extends Term> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final long PATIENCE_SECONDS = 15;

  /** Begins a term. */
  @FunctionalInterface
  interface Beginning<T> {
    T begin(Runnable abdicate) throws IOException;
  }

  private final Beginning<T> beginning;
  private final Consumer<Optional<String>> follow;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  /** On which terms begin and end, one after the other. */
  private final ExecutorService turns;

  private volatile Optional<T> term = Optional.empty();
  private volatile Optional<Election> election = Optional.empty();

  /**
   * @param follow is told who leads instead, before this process's own term ends
   */
  Leadership(String kind, Beginning<T> beginning, Consumer<Optional<String>> follow) {
    this.beginning = beginning;
    this.follow = follow;
    this.turns =
        Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().name(kind + "-leader").daemon().unstarted(work));
  }

  /** Leads without asking anybody. */
  void alone() throws IOException {
    term = Optional.of(begin());
  }

  /**
   * Takes part in an election, and waits until somebody leads, or for a while.
   *
   * @throws IOException when this process is to lead and cannot
   */
  void among(ZooKeeperLocation where, String address, Duration sessionTimeout) throws IOException {
    election = Optional.of(Election.join(where, address, sessionTimeout, this::elected));
    try {
      settled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException slow) {
      LOG.warn("Nobody is known to lead yet: {} does not answer", where);
    } catch (ExecutionException unreadable) {
      election.ifPresent(Election::close);
      Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), unreadable);
    }
  }

  private T begin() throws IOException {
    T begun = beginning.begin(this::abdicate);
    var unused = begun.ended().thenAccept(reason -> over(begun, reason));
    return begun;
  }

  /**
   * A term that ends by itself ends the process: who starts it again, starts from what is stored.
   */
  private void over(T which, String reason) {
    if (term.filter(now -> now == which).isPresent()) {
      ended.complete(reason);
    }
  }

  private void elected(Optional<String> leader, boolean self) {
    if (!turns.isShutdown()) {
      turns.execute(() -> turn(leader, self));
    }
  }

  private void turn(Optional<String> leader, boolean self) {
    try {
      if (self && term.isEmpty()) {
        term = Optional.of(begin());
      } else if (!self) {
        Optional<T> before = term;
        term = Optional.empty();
        follow.accept(leader);
        before.ifPresent(Term::close);
      }
      if (self || leader.isPresent()) {
        settled.complete(null);
      }
    } catch (IOException | RuntimeException failure) {
      if (turns.isShutdown()) {
        return; // It is this process that stops, and no other has been elected before it.
      }
      LOG.error("This process cannot lead", failure);
      settled.completeExceptionally(failure);
      ended.complete("This process cannot lead: " + failure.getMessage());
    }
  }

  private void abdicate() {
    election.ifPresent(Election::resign);
  }

  /** The term there is, while this process leads. */
  Optional<T> term() {
    return term;
  }

  CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    turns.shutdownNow();
    Optional<T> last = term;
    term = Optional.empty();
    last.ifPresent(Term::close);
    election.ifPresent(Election::close);
  }
}
