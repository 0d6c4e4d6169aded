package io.proffer.agent.sandbox;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.Optional;

/**
 * Says who may read which of the files that an agent shows. It is asked for each request before
 * anything is looked for, so that who may not read does not learn what there is. Many threads may
 * ask at once; it must answer soon.
 */
@FunctionalInterface
public interface FileAccess {

  /** What is to be read. */
  sealed interface Subject {
    /** What the runs of an executor have in their sandboxes; of a command, the task's id is its. */
    record Sandbox(FrameworkId framework, ExecutorId executor) implements Subject {}

    /** What the agent itself has logged. */
    record AgentLog() implements Subject {}
  }

  /**
   * Whether somebody may read something.
   *
   * @param principal who asks, if that has been established
   */
  boolean allows(Optional<String> principal, Subject subject);

  /** Whoever is let in may read everything that the agent shows. */
  static FileAccess everybody() {
    return (principal, subject) -> true;
  }
}
