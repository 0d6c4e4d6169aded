package io.proffer.agent.checkpoint;

import java.io.IOException;

/** A work directory was moved, or copied, while tasks of it ran. */
public final class WorkDirMovedException extends IOException {

  private static final long serialVersionUID = 1L;

  WorkDirMovedException(String from, String to) {
    super(
        ("the work directory %s was at %s when the agent last ran, and tasks of it are not known to"
                + " have ended: their containers and sandboxes are known by that path. Start the"
                + " agent with the work directory back at its place, or, if this is a copy, remove"
                + " %s/meta to start another agent")
            .formatted(to, from, to));
  }
}
