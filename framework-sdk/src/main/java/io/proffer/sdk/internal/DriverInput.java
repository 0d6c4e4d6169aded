package io.proffer.sdk.internal;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Everything that can happen to a driver. Inputs about a subscription carry its attempt number, as
 * given in {@link DriverEffect.OpenStream}; those about a former attempt change nothing.
 */
public sealed interface DriverInput {

  /**
   * The first input.
   *
   * @param wantsOffers what {@link io.proffer.sdk.Scheduler#wantsOffers} says
   */
  record Started(boolean wantsOffers) implements DriverInput {}

  /**
   * The leading master, now and at each change.
   *
   * @param leader its base address, as {@code http://10.0.0.1:5050}; empty when none leads
   */
  record LeaderChanged(Optional<URI> leader) implements DriverInput {}

  /** What became of an attempt to subscribe, or of the subscription it led to. */
  sealed interface OfAttempt extends DriverInput {
    long attempt();
  }

  /**
   * SUBSCRIBE was answered with 200.
   *
   * @param streamId the {@code Mesos-Stream-Id} of the answer
   */
  record StreamOpened(long attempt, String streamId) implements OfAttempt {}

  /**
   * SUBSCRIBE was answered with another status.
   *
   * @param message the body of the answer
   * @param redirect the base address of the master that the answer's {@code Location} names
   */
  record StreamRefused(long attempt, int status, String message, Optional<URI> redirect)
      implements OfAttempt {}

  /** The stream carried an event. */
  record EventReceived(long attempt, Event event) implements OfAttempt {}

  /** The stream ended, broke, could not be opened or carried something that is no event. */
  record StreamLost(long attempt, String reason) implements OfAttempt {}

  /** A call sent with {@link DriverEffect.Send} was answered; {@code message} is the body. */
  record CallAnswered(long call, int status, String message) implements DriverInput {}

  /** A call got no answer: whether the master took it is unknown. */
  record CallFailed(long call, String reason) implements DriverInput {}

  /** A timer started by {@link DriverEffect.StartTimer} is due, and not cancelled meanwhile. */
  record TimerFired(TimerKey key) implements DriverInput {}

  /**
   * A callback has returned.
   *
   * @param actions what the scheduler asked for meanwhile, in order
   * @param wantsOffers what {@link io.proffer.sdk.Scheduler#wantsOffers} says now
   */
  record Handled(Delivery delivery, List<Action> actions, boolean wantsOffers)
      implements DriverInput {
    public Handled {
      actions = List.copyOf(actions);
    }
  }

  /**
   * A callback has thrown, or the framework's id could not be saved. What the callback asked for
   * before is dropped.
   */
  record Crashed(Throwable cause) implements DriverInput {}

  /** The scheduler's owner asked for something outside of any callback. */
  record Acted(List<Action> actions) implements DriverInput {
    public Acted {
      actions = List.copyOf(actions);
    }
  }
}
