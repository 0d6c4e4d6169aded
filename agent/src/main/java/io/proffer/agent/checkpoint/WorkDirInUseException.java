package io.proffer.agent.checkpoint;

import java.io.IOException;

/** Another agent uses the work directory; the message says so for people. */
public final class WorkDirInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  WorkDirInUseException(String message) {
    super(message);
  }
}
