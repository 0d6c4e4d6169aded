package io.proffer.cli;

import java.io.IOException;
import java.util.Optional;

/** Nothing more can be printed: there is no use in going on. */
public final class OutputLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<IOException> reason;

  OutputLostException(Optional<IOException> reason) {
    super("standard output is lost", null, false, false);
    this.reason = reason;
  }

  /**
   * Why, if it matters: whoever has read enough, as {@code head} has, closes a pipe and wants to
   * hear no complaint.
   */
  Optional<String> trouble() {
    return reason
        .map(failure -> String.valueOf(failure.getMessage()))
        .filter(message -> !message.contains("Broken pipe"));
  }
}
