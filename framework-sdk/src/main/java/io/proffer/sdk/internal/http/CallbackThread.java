package io.proffer.sdk.internal.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread on which all callbacks run, in order. What it is asked after it was closed is not. */
final class CallbackThread {

  private static final int MAX_WAITING_REQUESTS = 10_000;

  private final ScheduledThreadPoolExecutor thread;
  private final Semaphore room = new Semaphore(MAX_WAITING_REQUESTS);
  private final Consumer<Throwable> crashed;
  private final String name;

  /**
   * @param crashed is told, on the thread, what code has thrown
   */
  CallbackThread(String name, Consumer<Throwable> crashed) {
    this.name = name;
    this.crashed = crashed;
    this.thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Never waits. */
  void run(Runnable code) {
    try {
      thread.execute(() -> guarded(code));
    } catch (RejectedExecutionException e) {
      return; // it has ended
    }
  }

  /** Waits while very many requests do, unless called on the thread itself. */
  void ask(Runnable code) {
    if (Thread.currentThread().getName().equals(name)) {
      run(code);
      return;
    }
    room.acquireUninterruptibly();
    run(
        () -> {
          room.release();
          code.run();
        });
  }

  /** Runs it once, after a delay; the result cancels that. */
  Runnable runLater(Duration delay, Runnable code) {
    try {
      ScheduledFuture<?> later =
          thread.schedule(() -> guarded(code), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> later.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  @SuppressWarnings("CatchingUnchecked") // An executor that ends must say so, whatever the reason.
  private void guarded(Runnable code) {
    try {
      code.run();
    } catch (Throwable failure) {
      crashed.accept(failure);
    }
  }

  /** Nothing is run any more after what runs now, and nobody waits. */
  void close() {
    thread.shutdown();
    thread.getQueue().clear();
    room.release(Integer.MAX_VALUE / 2);
  }
}
