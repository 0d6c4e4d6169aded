package io.proffer.master.actor;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.ForkJoinExecutorConfigurator;
import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A pool of threads as Akka's own, that leaves actors to the calling thread where this is its turn.
 * Named in the configuration; where the actor system knows no {@link CallerRuns} it is just the
 * pool.
 */
public final class CallerRunsExecutor extends ExecutorServiceConfigurator {

  private final ExecutorServiceConfigurator pool;
  private final Optional<CallerRuns> callers;

  public CallerRunsExecutor(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
    this.callers = prerequisites.settings().setup().get(CallerRuns.class);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ExecutorServiceFactory made = pool.createExecutorServiceFactory(id, threads);
    return callers
        .<ExecutorServiceFactory>map(c -> () -> new Pool(made.createExecutorService(), c))
        .orElse(made);
  }

  static final class Pool extends AbstractExecutorService {

    private final ExecutorService threads;
    private final CallerRuns callers;

    Pool(ExecutorService threads, CallerRuns callers) {
      this.threads = threads;
      this.callers = callers;
    }

    @Override
    public void execute(Runnable work) {
      if (!callers.take(() -> runHere(work))) {
        threads.execute(work);
      }
    }

    /** An error that is to end the process would do nothing to it in the thread of a connection. */
    private void runHere(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        threads.execute(
            () -> {
              throw e;
            });
      }
    }

    @Override
    public void shutdown() {
      threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
      return threads.awaitTermination(time, unit);
    }
  }
}
