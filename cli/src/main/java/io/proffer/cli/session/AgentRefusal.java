package io.proffer.cli.session;

import java.io.IOException;

/** What an agent answered instead of doing what it was asked. */
final class AgentRefusal extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  AgentRefusal(int status, String complaint) {
    super(complaint.isEmpty() ? "the agent answered with status " + status : complaint);
    this.status = status;
  }

  /** That of HTTP. */
  int status() {
    return status;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
