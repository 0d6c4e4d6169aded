package io.proffer.simulator;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Driver;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.OperationUpdate;
import io.proffer.sdk.Placement;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.simulator.Backlog.Attempt;
import io.proffer.simulator.Backlog.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scheduler as an author would write it: tries each work until one attempt has finished, replaces
 * tasks it cannot see, ends a task that comes back when it is no longer wanted, and now and then
 * changes its mind.
 */
final class BacklogScheduler implements Scheduler {
  private final Backlog backlog;
  private final Reservations reservations;
  private final Draws draws;

  /** Whether it does odd things: ends tasks of its own, declines what it could use. */
  private boolean moody = true;

  BacklogScheduler(Backlog backlog, Reservations reservations, Draws draws) {
    this.backlog = backlog;
    this.reservations = reservations;
    this.draws = draws;
  }

  /** From now on it only gets its work done. */
  void calmDown() {
    moody = false;
  }

  @Override
  public boolean wantsOffers() {
    return !backlog.toLaunch().isEmpty() || reservations.any();
  }

  @Override
  public void subscribed(Subscription subscription, Driver driver) {
    if (backlog.subscribedAs(subscription.framework())) {
      reservations.forgetOperations();
    }
    reservations.reconcile(driver);
    Map<TaskId, Optional<AgentId>> open = new LinkedHashMap<>();
    backlog.attempts().forEach(a -> open.put(a.task(), Optional.empty()));
    driver.reconcile(open);
  }

  @Override
  public void offered(Offers offers, Driver driver) {
    for (Work work : backlog.toLaunch()) {
      if (moody && draws.chance(0.1)) {
        continue;
      }
      if (launch(offers, work)) {
        backlog.launching(work);
        changeMind(backlog.nameOfLastAttempt(work), driver);
      }
    }
    for (OfferView offer : offers) {
      if (!moody) {
        reservations.giveBack(offer);
      } else if (backlog.reserves() && draws.chance(0.2)) {
        reservations.play(offer);
      }
    }
    if (moody && draws.chance(0.1)) {
      for (OfferView offer : offers) {
        offer.decline(draws.between(Duration.ZERO, Duration.ofMinutes(2)));
      }
    }
  }

  private boolean launch(Offers offers, Work work) {
    TaskBuilder task = backlog.nextTask(work);
    if (work.grouped()) {
      return Groups.launch(offers, new TaskId(task.id()));
    }
    boolean spare = moody && draws.chance(0.6);
    return offers.launch(spare ? task.revocable("cpus") : task) instanceof Placement.Placed;
  }

  @Override
  public void updated(TaskUpdate update, Driver driver) {
    if (Groups.isMate(update.task())) {
      return; // it ends by itself, or with the one it keeps company
    }
    Optional<Attempt> attempt = backlog.attempt(update.task());
    if (update.isTerminal()) {
      backlog.ended(update.task(), update.isFinished());
    } else if (update.isOutOfSight()) {
      backlog.seen(update.task(), true);
    } else if (attempt.isEmpty() || isSuperseded(attempt.get())) {
      backlog.seen(update.task(), false);
      driver.kill(update.task());
    } else {
      backlog.seen(update.task(), false);
      if (moody && draws.chance(0.05)) {
        driver.kill(update.task());
      }
      talk(update, driver);
    }
  }

  @Override
  public void operationUpdated(OperationUpdate update, Driver driver) {
    reservations.updated(update);
  }

  @Override
  public void inverseOffered(List<InverseOfferView> offers, Driver driver) {
    for (InverseOfferView offer : offers) {
      Duration again = draws.between(Duration.ZERO, Duration.ofMinutes(2));
      if (draws.chance(0.4)) {
        driver.acceptInverse(offer.id(), again);
      } else if (draws.chance(0.6)) {
        driver.declineInverse(offer.id(), again);
      }
    }
  }

  @Override
  public void received(AgentId agent, ExecutorId executor, ByteString data, Driver driver) {
    if (moody && draws.chance(0.1)) {
      driver.shutdown(agent, executor);
    }
  }

  /** Says something to the executor, which says it again. */
  private void talk(TaskUpdate update, Driver driver) {
    if (moody && update.status().hasExecutorId() && draws.chance(0.3)) {
      ExecutorId executor = ExecutorId.of(update.status().getExecutorId());
      update.agent().ifPresent(a -> driver.send(a, executor, ByteString.copyFromUtf8("well?")));
    }
  }

  /** Now and then ends a task before it runs, or a while later. */
  private void changeMind(TaskId task, Driver driver) {
    if (moody && draws.chance(0.05)) {
      if (draws.chance(0.5)) {
        driver.kill(task);
      } else {
        Duration wait = draws.between(Duration.ZERO, Duration.ofSeconds(20));
        var unused = driver.schedule(wait, () -> driver.kill(task));
      }
    }
  }

  /** Whether something else already works on it, or nothing needs to. */
  private boolean isSuperseded(Attempt attempt) {
    return attempt.work().done()
        || backlog.attempts().stream()
            .anyMatch(
                a ->
                    !a.task().equals(attempt.task())
                        && a.work() == attempt.work()
                        && !a.outOfSight());
  }
}
