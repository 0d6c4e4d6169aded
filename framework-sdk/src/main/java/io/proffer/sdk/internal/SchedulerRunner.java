package io.proffer.sdk.internal;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.time.Ticker;
import io.proffer.sdk.Driver;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.OperationUpdate;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.Subscription;
import io.proffer.sdk.TaskUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.jspecify.annotations.Nullable;

/**
 * Makes the callbacks of a scheduler and collects what it asks for. All callbacks are made on one
 * thread; the driver that schedulers see may be used from any.
 */
public final class SchedulerRunner {

  private final Optional<String> principal;
  private final Scheduler scheduler;
  private final Consumer<Action> outside;
  private final ActionDriver driver;

  /** The thread of the callback being made, and what it has asked for. */
  private volatile @Nullable Thread running;

  private List<Action> asked = new ArrayList<>();

  /**
   * @param framework in whose principal's name resources are reserved
   * @param stored the framework id the state store holds
   * @param clock what {@link Driver#now} says
   * @param outside takes what is asked for outside of callbacks, from any thread; may block
   */
  public SchedulerRunner(
      FrameworkInfo framework,
      Scheduler scheduler,
      Optional<FrameworkId> stored,
      Ticker clock,
      Consumer<Action> outside) {
    this.principal =
        framework.hasPrincipal() ? Optional.of(framework.getPrincipal()) : Optional.empty();
    this.scheduler = scheduler;
    this.outside = outside;
    this.driver = new ActionDriver(stored, clock, this::ask);
  }

  public Driver driver() {
    return driver;
  }

  /** The first input of the kernel. */
  @SuppressWarnings("CatchingUnchecked") // Whatever a scheduler throws ends it, errors included.
  public DriverInput start() {
    try {
      return new DriverInput.Started(scheduler.wantsOffers());
    } catch (Throwable thrown) {
      return new DriverInput.Crashed(thrown);
    }
  }

  /** Makes one callback. Returns the input that tells the kernel how it went. */
  @SuppressWarnings("CatchingUnchecked") // Whatever a scheduler throws ends it, errors included.
  public DriverInput run(Delivery delivery) {
    asked = new ArrayList<>();
    running = Thread.currentThread();
    try {
      call(delivery);
      return new DriverInput.Handled(delivery, asked, scheduler.wantsOffers());
    } catch (Throwable thrown) {
      return new DriverInput.Crashed(thrown);
    } finally {
      running = null;
    }
  }

  private void ask(Action action) {
    if (running == Thread.currentThread()) {
      asked.add(action);
    } else {
      outside.accept(action);
    }
  }

  private void call(Delivery delivery) {
    switch (delivery) {
      case Delivery.Subscribed it -> {
        driver.subscribedAs(it.framework());
        scheduler.subscribed(new Subscription(it.framework(), it.again(), it.master()), driver);
      }
      case Delivery.Disconnected it -> scheduler.disconnected(driver);
      case Delivery.Offered it -> offered(it);
      case Delivery.Updated it -> scheduler.updated(new TaskUpdate(it.status()), driver);
      case Delivery.OperationUpdated it ->
          scheduler.operationUpdated(new OperationUpdate(it.status()), driver);
      case Delivery.InverseOffered it ->
          scheduler.inverseOffered(
              it.offers().stream().map(InverseOfferView::new).toList(), driver);
      case Delivery.InverseRescinded it -> scheduler.inverseRescinded(it.offer(), driver);
      case Delivery.AgentLost it -> scheduler.agentLost(it.agent(), driver);
      case Delivery.ExecutorEnded it ->
          scheduler.executorEnded(it.agent(), it.executor(), it.waitStatus(), driver);
      case Delivery.Message it -> scheduler.received(it.agent(), it.executor(), it.data(), driver);
      case Delivery.CallRefused it ->
          scheduler.refused(it.call(), it.status(), it.message(), driver);
      case Delivery.Run it -> driver.run(it.number());
    }
  }

  /** What the scheduler put on the offers becomes calls, behind what it asked of the driver. */
  private void offered(Delivery.Offered delivery) {
    Offers offers = Offers.of(delivery.offers(), principal);
    scheduler.offered(offers, driver);
    for (OfferView offer : offers) {
      List<OfferId> id = List.of(offer.id());
      if (offer.isHeld()) {
        asked.add(new Action.Hold(offer.id()));
      } else if (!offer.operations().isEmpty()) {
        asked.add(new Action.Accept(id, offer.operations()));
      } else if (offer.refusal().isPresent()) {
        asked.add(new Action.Decline(id, offer.refusal().get()));
      }
    }
  }
}
