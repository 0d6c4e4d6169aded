package io.proffer.sdk;

import org.jspecify.annotations.Nullable;

/** An executor's run has ended in another way than it was asked to; the message says how. */
public final class ExecutorEndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExecutorEndedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
