package io.proffer.agent.sandbox.fetch;

import java.io.IOException;

/** Something cannot be fetched; the message says why, and what to do, to the framework's author. */
public final class FetchException extends IOException {

  private static final long serialVersionUID = 1L;

  public FetchException(String message) {
    super(message);
  }

  FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
