package io.proffer.agent.session;

import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.util.Optional;

/**
 * Says who may do what with the containers of tasks and what is nested in them. It is asked for
 * each call before anything is done. Many threads may ask at once; it must answer soon.
 */
@FunctionalInterface
public interface ContainerAccess {

  /** What is to be done. */
  enum Action {
    /** Run a command in it. */
    LAUNCH,
    /** Write to what runs in it, or to its own terminal. */
    ATTACH_INPUT,
    /** Read what that says. */
    ATTACH_OUTPUT,
    /** Be told how what runs in it ends. */
    WAIT,
    /** Send what runs in it a signal. */
    KILL,
    /** Have what ran in it forgotten. */
    REMOVE
  }

  /** Whose container it is; of a command task, its id is that of the executor. */
  record Subject(FrameworkId framework, ExecutorId executor) {}

  /**
   * Whether somebody may do something.
   *
   * @param principal who asks, if that has been established
   * @param subject empty when the container is of no task or executor that runs
   */
  boolean allows(Optional<String> principal, Action action, Optional<Subject> subject);

  /** Whoever is let in may do everything. */
  static ContainerAccess everybody() {
    return (principal, action, subject) -> true;
  }
}
