package io.proffer.cli.failover;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A framework that runs a task whenever it is asked to. It knows nothing of masters that come and
 * go: that is the SDK's business, and what is tested here.
 */
final class OnDemand implements Scheduler {

  /** What is wanted, by the name of the task; its command. */
  private record Wanted(String task, String command) {}

  private final Deque<Wanted> wanted = new ArrayDeque<>();
  private final List<String> updates = new ArrayList<>();
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** From any thread. */
  void run(String task, String command, Driver driver) {
    driver.execute(
        () -> {
          want(new Wanted(task, command));
          driver.revive();
        });
  }

  private synchronized void want(Wanted more) {
    wanted.add(more);
  }

  @Override
  public synchronized boolean wantsOffers() {
    return !wanted.isEmpty();
  }

  @Override
  public synchronized void offered(Offers offers, Driver driver) {
    while (!wanted.isEmpty()) {
      Wanted next = wanted.peek();
      if (!offers
          .launch(task(next.task()).id(next.task()).command(next.command()).cpus(0.1).memMb(32))
          .placed()) {
        return;
      }
      wanted.remove();
    }
  }

  @Override
  public synchronized void updated(TaskUpdate update, Driver driver) {
    updates.add(update.task() + " " + update.state());
  }

  @Override
  public synchronized void subscribed(Subscription subscription, Driver driver) {
    subscriptions.add(subscription);
  }

  /** Whether a task was ever reported in a state. */
  synchronized boolean wasTold(String task, String state) {
    return updates.contains(new TaskId(task) + " " + state);
  }

  /** Every change of every task, in the order it was told. */
  synchronized List<String> updates() {
    return List.copyOf(updates);
  }

  /** Every subscription, the first of which is not a return. */
  synchronized List<Subscription> subscriptions() {
    return List.copyOf(subscriptions);
  }
}
