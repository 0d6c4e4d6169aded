package io.proffer.master.kernel;

import io.proffer.master.state.StreamId;

/** How a call is answered over HTTP. */
public sealed interface CallOutcome {

  /** 202, no body. */
  record Accepted() implements CallOutcome {}

  /** 200, no body. */
  record Done() implements CallOutcome {}

  /** 200 and an event stream; the events follow as {@link MasterEffect.SendEvent}. */
  record Subscribed(StreamId stream) implements CallOutcome {}

  /**
   * The call was refused and changed nothing.
   *
   * @param status an HTTP status of 400 to 599
   * @param message what was wrong and what to do, in a sentence; the body of the answer
   */
  record Refused(int status, String message) implements CallOutcome {}
}
