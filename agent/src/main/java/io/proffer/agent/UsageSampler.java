package io.proffer.agent;

import io.proffer.agent.actor.ReadModel;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.history.Measured;
import io.proffer.agent.history.UsageHistory;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.core.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures what containers use every so often, for the history of it and for the master. */
final class UsageSampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UsageSampler.class);
  private static final long PATIENCE_SECONDS = 10;
  private static final long FIRST_AFTER_SECONDS = 1;

  private final ReadModel reads;
  private final MeasuredRuntime runtime;
  private final UsageHistory history;
  private final Ticker ticker;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("usage-history").daemon().factory());

  private UsageSampler(
      ReadModel reads, MeasuredRuntime runtime, UsageHistory history, Ticker ticker) {
    this.reads = reads;
    this.runtime = runtime;
    this.history = history;
    this.ticker = ticker;
  }

  /** Begins to measure. */
  static UsageSampler start(
      ReadModel reads, MeasuredRuntime runtime, UsageHistory history, Ticker ticker) {
    UsageSampler sampler = new UsageSampler(reads, runtime, history, ticker);
    var unused =
        sampler.thread.scheduleAtFixedRate(
            sampler::sample, FIRST_AFTER_SECONDS, UsageHistory.EVERY.toSeconds(), TimeUnit.SECONDS);
    return sampler;
  }

  /** What all containers together used when that was measured last, if that was lately. */
  Optional<MeasuredUse> newest() {
    return history.newest(ticker.now());
  }

  /** Whatever goes wrong, the next one is tried. */
  private void sample() {
    try {
      AgentSnapshot snapshot =
          reads
              .snapshot()
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      history.add(ticker.now(), measure(snapshot));
    } catch (CompletionException busy) {
      LOG.debug("What is used is not known this time", busy);
    } catch (RuntimeException e) {
      LOG.warn("What is used could not be measured", e);
    }
  }

  private List<Measured> measure(AgentSnapshot snapshot) {
    Map<ContainerId, Usage> usages =
        runtime.usages(snapshot.containers().map(c -> c.container().id()).toList());
    List<Measured> measured = new ArrayList<>();
    snapshot
        .executors()
        .forEach(
            executor ->
                executor
                    .containers()
                    .forEach(
                        container ->
                            measured.add(
                                Measured.of(
                                    executor,
                                    container,
                                    Optional.ofNullable(usages.get(container.container().id()))))));
    return measured;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
