package io.proffer.agent.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few threads that start containers; what waits for them is bounded. */
public final class LaunchPool {

  /** More tasks than an agent has room for; a launch beyond is refused, not queued. */
  private static final int MAX_WAITING = 100_000;

  private LaunchPool() {}

  public static ExecutorService create(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
