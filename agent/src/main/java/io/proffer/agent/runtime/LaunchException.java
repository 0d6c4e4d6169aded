package io.proffer.agent.runtime;

import io.proffer.agent.container.LaunchFailure;

/** A container cannot be started; the message is for the framework's author. */
public final class LaunchException extends Exception {

  private static final long serialVersionUID = 1L;

  private final LaunchFailure.Kind kind;

  public LaunchException(LaunchFailure.Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public LaunchFailure failure() {
    return new LaunchFailure(kind, String.valueOf(getMessage()));
  }
}
