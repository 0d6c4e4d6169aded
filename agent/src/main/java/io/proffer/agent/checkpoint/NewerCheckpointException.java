package io.proffer.agent.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint was written by a version of the agent that is newer than this one. */
public final class NewerCheckpointException extends IOException {

  private static final long serialVersionUID = 1L;

  NewerCheckpointException(Path file, String what) {
    super(
        "%s was written by a newer version of the agent (%s): start that version or a later one on"
                .formatted(file, what)
            + " this work directory. Nothing was changed, and the tasks run on");
  }
}
