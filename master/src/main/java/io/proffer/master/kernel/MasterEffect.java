package io.proffer.master.kernel;

import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.StreamId;
import java.time.Duration;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * What the shell is to do. Effects are data; performing them decides nothing and cannot fail in a
 * way the kernel needs to know other than by a later {@link MasterInput}. They are performed in
 * order.
 */
public sealed interface MasterEffect {

  /** Answer a call. Each request gets exactly one answer. */
  record Answer(RequestId request, CallOutcome outcome) implements MasterEffect {}

  /** Put an event on a scheduler's stream; dropped when the stream is no more. */
  record SendEvent(StreamId stream, Event event) implements MasterEffect {}

  /**
   * End a scheduler's stream after the events sent before. No {@link MasterInput.StreamLost}
   * follows.
   */
  record CloseStream(StreamId stream) implements MasterEffect {}

  /** Send a message to an agent; dropped when the link is no more. */
  record SendToAgent(AgentLink link, ToAgent message) implements MasterEffect {}

  /**
   * Forget a channel; the connection is closed when it has no other. No {@link
   * MasterInput.ConnectionLost} follows.
   */
  record CloseLink(AgentLink link) implements MasterEffect {}

  /**
   * Stop leading, and begin to lead again with what the registry has. Nothing comes after it, and
   * no other input before {@link MasterInput.Leading} to another kernel.
   */
  record BeginAnew() implements MasterEffect {}

  /** Start, or start anew, the timer of this key. */
  record StartTimer(TimerKey key, Duration delay) implements MasterEffect {}

  /** Stop the timer of this key, if it runs. */
  record CancelTimer(TimerKey key) implements MasterEffect {}
}
