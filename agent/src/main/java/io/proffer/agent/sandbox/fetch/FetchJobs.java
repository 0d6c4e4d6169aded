package io.proffer.agent.sandbox.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Fetches for containers, each on a thread of its own that a watch ends when it takes too long. So
 * many at a time; the others wait. Thread-safe.
 */
public final class FetchJobs implements AutoCloseable {

  private static final long MIN_TICK_MILLIS = 10;
  private static final long MAX_TICK_MILLIS = 1_000;

  private final Fetcher fetcher;
  private final FetchSettings settings;
  private final Semaphore turns;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fetch-watch").factory());
  private final Set<FetchWatch> active = ConcurrentHashMap.newKeySet();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean closed;

  public FetchJobs(Fetcher fetcher, FetchSettings settings) {
    this.fetcher = fetcher;
    this.settings = settings;
    this.turns = new Semaphore(settings.concurrent(), true);
  }

  /** What came of a container's fetch. */
  public sealed interface Result {

    /** All URIs are in the sandbox. */
    record Fetched() implements Result {}

    /**
     * One could not be fetched.
     *
     * @param uri without its password
     * @param why and what to do about it
     */
    record Failed(String uri, String why) implements Result {}

    /** It was given up because nobody wants it any more. */
    record Cancelled() implements Result {}
  }

  /**
   * What to fetch.
   *
   * @param user whose the files become; empty for the agent's own
   */
  public record Order(List<CommandInfo.URI> uris, Path sandbox, Optional<Owner> user) {}

  /** Prepares an order on the thread that then fetches; may block. */
  public interface Preparation {
    Order order() throws Exception;
  }

  /**
   * Begins to fetch.
   *
   * @param done is told the result, on the fetching thread, unless this has been closed
   * @param broken is told when the preparation failed
   * @return with which it can be given up
   */
  public FetchWatch start(
      String name, Preparation preparation, Consumer<Result> done, Consumer<Exception> broken) {
    Thread.Builder threads = Thread.ofVirtual().name("fetch-" + name);
    Run run = new Run(preparation, done, broken);
    Thread thread = threads.unstarted(run);
    FetchWatch watch =
        new FetchWatch(thread, System::nanoTime, settings.stallTimeout(), settings.timeLimit());
    run.watch = Optional.of(watch);
    active.add(watch);
    thread.start();
    return watch;
  }

  private final class Run implements Runnable {

    private final Preparation preparation;
    private final Consumer<Result> done;
    private final Consumer<Exception> broken;
    private Optional<FetchWatch> watch = Optional.empty();

    Run(Preparation preparation, Consumer<Result> done, Consumer<Exception> broken) {
      this.preparation = preparation;
      this.done = done;
      this.broken = broken;
    }

    @Override
    public void run() {
      FetchWatch watching = watch.orElseThrow();
      Runnable tell;
      try {
        Order order = preparation.order();
        Result result = fetch(order, watching);
        tell = () -> done.accept(result);
      } catch (Exception e) {
        tell = () -> broken.accept(e);
      }
      watching.done();
      active.remove(watching);
      // What follows is not to be interrupted by what came too late.
      var unused = Thread.interrupted();
      if (!closed) {
        tell.run();
      }
    }
  }

  private Result fetch(Order order, FetchWatch watch) {
    Optional<ScheduledFuture<?>> ticks = Optional.empty();
    try {
      turns.acquire();
      try {
        ticks = Optional.of(tick(watch));
        fetcher.fetch(order.uris(), order.sandbox(), order.user(), watch);
        succeeded.increment();
        return new Result.Fetched();
      } finally {
        turns.release();
      }
    } catch (Fetcher.FailedException e) {
      if (watch.cancelled()) {
        return new Result.Cancelled();
      }
      failed.increment();
      return new Result.Failed(e.uri(), String.valueOf(e.getMessage()));
    } catch (InterruptedException | RejectedExecutionException e) {
      return new Result.Cancelled();
    } finally {
      ticks.ifPresent(t -> t.cancel(false));
    }
  }

  private ScheduledFuture<?> tick(FetchWatch watch) {
    long shortest = Math.min(settings.stallTimeout().toMillis(), settings.timeLimit().toMillis());
    long every = Math.clamp(shortest / 4, MIN_TICK_MILLIS, MAX_TICK_MILLIS);
    watch.begin();
    return clock.scheduleWithFixedDelay(watch::check, every, every, TimeUnit.MILLISECONDS);
  }

  /** How many containers have had all their URIs fetched. */
  public long succeeded() {
    return succeeded.sum();
  }

  public long failed() {
    return failed.sum();
  }

  public Fetcher fetcher() {
    return fetcher;
  }

  /** Gives up all that is under way and tells nobody. */
  @Override
  public void close() {
    closed = true;
    active.forEach(FetchWatch::cancel);
    clock.shutdownNow();
    fetcher.close();
  }
}
