package io.proffer.core.coordination;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Another process has claimed the values, and is the one that writes them from now on. */
public final class ClaimLostException extends UncheckedIOException {

  private static final long serialVersionUID = 1L;

  ClaimLostException(String message, Throwable cause) {
    super(new IOException(message, cause));
  }
}
