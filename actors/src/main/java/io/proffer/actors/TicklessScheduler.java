package io.proffer.actors;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.actor.SchedulerException;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The timers of an actor system: a thread that sleeps until the next is due. Akka's own wakes a
 * hundred times a second to look whether one is, in each actor system; that is cheaper where
 * millions of timers run, which are none of ours, and dearer where a daemon waits for work.
 *
 * <p>Named in the configuration of an actor system ({@code akka.scheduler.implementation}), which
 * makes and closes it. Thread-safe.
 */
public final class TicklessScheduler extends AbstractScheduler implements Closeable {

  private static final double MOST_PER_SECOND = 1000;

  private final ScheduledThreadPoolExecutor timers;
  private final Set<Once> atTheEnd = ConcurrentHashMap.newKeySet();

  /** As Akka makes one. */
  public TicklessScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    timers = new ScheduledThreadPoolExecutor(1, threads);
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    Once once = new Once(task, executor);
    if (task instanceof Scheduler.TaskRunOnClose) {
      atTheEnd.add(once);
    }
    once.sleep(delay.toNanos());
    return once;
  }

  /**
   * Each run is due an interval after the one before was, and never begins before that has ended.
   */
  @Override
  @SuppressWarnings("deprecation") // for callers; Akka's own go through it
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable task,
      ExecutionContext executor) {
    Again again = new Again(task, executor, initialDelay.toNanos(), interval.toNanos());
    again.sleep(initialDelay.toNanos());
    return again;
  }

  @Override
  public double maxFrequency() {
    return MOST_PER_SECOND;
  }

  /** What is not due yet is forgotten, but for what is to be run at the end. */
  @Override
  public void close() {
    timers.shutdownNow();
    atTheEnd.forEach(Once::runAtTheEnd);
  }

  private Future<?> after(long nanos, Runnable run) {
    try {
      return timers.schedule(run, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new SchedulerException("the actor system has ended");
    }
  }

  private static void execute(ExecutionContext executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      executor.reportFailure(e);
    }
  }

  /** Runs once, or is cancelled; one of them. */
  private final class Once implements Cancellable, Runnable {
    private final Runnable task;
    private final ExecutionContext executor;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Future<?> sleep;

    Once(Runnable task, ExecutionContext executor) {
      this.task = task;
      this.executor = executor;
    }

    void sleep(long nanos) {
      sleep = after(nanos, this);
    }

    @Override
    public void run() {
      if (end()) {
        execute(executor, task);
      }
    }

    void runAtTheEnd() {
      if (end()) {
        task.run();
      }
    }

    private boolean end() {
      atTheEnd.remove(this);
      return over.compareAndSet(false, true);
    }

    @Override
    public boolean cancel() {
      if (!end()) {
        return false;
      }
      cancelled = true;
      wake(sleep);
      return true;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }

  /** Runs until it is cancelled, or fails. */
  private final class Again implements Cancellable, Runnable {
    private final Runnable task;
    private final ExecutionContext executor;
    private final long intervalNanos;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private long dueNanos; // of one run at a time
    private volatile @Nullable Future<?> sleep;

    Again(Runnable task, ExecutionContext executor, long initialNanos, long intervalNanos) {
      this.task = task;
      this.executor = executor;
      this.intervalNanos = intervalNanos;
      this.dueNanos = System.nanoTime() + initialNanos;
    }

    void sleep(long nanos) {
      sleep = after(nanos, this);
      if (cancelled.get()) {
        wake(sleep);
      }
    }

    @Override
    public void run() {
      execute(executor, this::runOnce);
    }

    private void runOnce() {
      if (cancelled.get()) {
        return;
      }
      try {
        task.run();
        dueNanos += intervalNanos;
        sleep(dueNanos - System.nanoTime());
      } catch (SchedulerException e) {
        cancelled.set(true); // whom it was for is no more, or the actor system is not
      }
    }

    @Override
    public boolean cancel() {
      if (!cancelled.compareAndSet(false, true)) {
        return false;
      }
      wake(sleep);
      return true;
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
  }

  private static void wake(@Nullable Future<?> sleep) {
    if (sleep != null) {
      sleep.cancel(false);
    }
  }
}
