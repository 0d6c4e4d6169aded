package io.proffer.sdk.internal;

import io.proffer.core.model.FrameworkId;
import io.proffer.sdk.Outcome;
import java.net.URI;
import java.time.Duration;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What the shell is to do, in order. Performing an effect decides nothing. */
public sealed interface DriverEffect {

  /**
   * POST a SUBSCRIBE call to {@code master} and deliver what comes back as inputs of this attempt.
   *
   * @param attempt never used before
   */
  record OpenStream(long attempt, URI master, Call subscribe) implements DriverEffect {}

  /** Close the stream of this attempt, or give up opening it. No input about it need follow. */
  record CloseStream(long attempt) implements DriverEffect {}

  /**
   * POST a call. Calls of one stream reach the master in the order they are sent, except that
   * ACKNOWLEDGE calls may overtake and be overtaken. Calls that wait when their stream is closed
   * are dropped.
   *
   * @param number never used before; answered with {@link DriverInput.CallAnswered} or {@link
   *     DriverInput.CallFailed}
   */
  record Send(long number, long attempt, URI master, String streamId, Call call)
      implements DriverEffect {}

  /** Call the scheduler; then feed {@link DriverInput.Handled} or {@link DriverInput.Crashed}. */
  record Deliver(Delivery delivery) implements DriverEffect {}

  /** Start, or start anew, the timer of this key. */
  record StartTimer(TimerKey key, Duration delay) implements DriverEffect {}

  /** Stop the timer of this key, if it runs. */
  record CancelTimer(TimerKey key) implements DriverEffect {}

  /** Write the framework's id to the state store before the next effect is performed. */
  record SaveFrameworkId(FrameworkId id) implements DriverEffect {}

  /** Remove the framework's id from the state store: no master will know it again. */
  record ForgetFrameworkId() implements DriverEffect {}

  /** The driver has ended; this is its last effect. */
  record Finish(Outcome outcome) implements DriverEffect {}
}
