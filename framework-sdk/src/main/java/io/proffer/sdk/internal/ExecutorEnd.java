package io.proffer.sdk.internal;

/** How the run of an executor ended. */
public sealed interface ExecutorEnd {

  /** It was asked to end. */
  record Stopped() implements ExecutorEnd {}

  /** The agent does not know it, or did not come back in time. */
  record AgentGone(String reason) implements ExecutorEnd {}

  /** A callback has thrown. */
  record Crashed(Throwable cause) implements ExecutorEnd {}
}
