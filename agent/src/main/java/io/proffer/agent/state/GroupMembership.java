package io.proffer.agent.state;

/**
 * The executor, and the group, that a task was launched in.
 *
 * @param executor the executor that runs the task
 * @param group number of the group within the executor, from 1; 0 for a task of a custom executor
 *     that is in no group
 * @param custom whether the executor is the framework's own, so that the task has no container of
 *     its own
 */
public record GroupMembership(ExecutorKey executor, int group, boolean custom) {

  /** In a group of a built-in executor. */
  public GroupMembership(ExecutorKey executor, int group) {
    this(executor, group, false);
  }
}
