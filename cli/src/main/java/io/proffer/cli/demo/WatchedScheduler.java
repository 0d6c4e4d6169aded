package io.proffer.cli.demo;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Another's scheduler, and a record of what became of its tasks. */
final class WatchedScheduler implements Scheduler {

  private final Scheduler scheduler;
  private final String runsAs;
  private final LongSupplier nanos;
  private final Map<String, Journey> journeys = new LinkedHashMap<>();
  private long offeredAt;

  /**
   * Watches a scheduler.
   *
   * @param runsAs what its tasks run as
   * @param nanos a clock that only goes forward
   */
  WatchedScheduler(Scheduler scheduler, String runsAs, LongSupplier nanos) {
    this.scheduler = scheduler;
    this.runsAs = runsAs;
    this.nanos = nanos;
    this.offeredAt = nanos.getAsLong();
  }

  /** What became of the tasks so far; from any thread. */
  synchronized List<Journey> journeys() {
    return new ArrayList<>(journeys.values());
  }

  private synchronized void record(TaskUpdate update) {
    String task = update.task().value();
    Duration after = Duration.ofNanos(nanos.getAsLong() - offeredAt);
    journeys.merge(
        task,
        Journey.begun(task, runsAs).plus(update.state().name(), after),
        (sofar, first) -> sofar.plus(update.state().name(), after));
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    if (journeys.isEmpty()) {
      offeredAt = nanos.getAsLong();
    }
    scheduler.offered(offers, driver);
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    record(update);
    scheduler.updated(update, driver);
  }

  @Override
  public boolean wantsOffers() {
    return scheduler.wantsOffers();
  }

  @Override
  public void subscribed(Subscription subscription, Driver driver) {
    scheduler.subscribed(subscription, driver);
  }

  @Override
  public void disconnected(Driver driver) {
    scheduler.disconnected(driver);
  }

  @Override
  public void agentLost(AgentId agent, Driver driver) {
    scheduler.agentLost(agent, driver);
  }

  @Override
  public void executorEnded(AgentId agent, ExecutorId executor, int waitStatus, Driver driver) {
    scheduler.executorEnded(agent, executor, waitStatus, driver);
  }

  @Override
  public void received(AgentId agent, ExecutorId executor, ByteString data, Driver driver) {
    scheduler.received(agent, executor, data, driver);
  }

  @Override
  public void refused(String call, int status, String message, Driver driver) {
    scheduler.refused(call, status, message, driver);
  }
}
