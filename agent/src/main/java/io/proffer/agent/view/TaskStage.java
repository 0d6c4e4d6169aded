package io.proffer.agent.view;

/** Where a task is, in the words of the agent's API. */
public enum TaskStage {
  /** Its container is being started. */
  QUEUED,
  /** Its container was started. */
  LAUNCHED,
  /** It has ended, and its framework has not acknowledged that. */
  TERMINATED,
  /** Nothing about it is left to tell. */
  COMPLETED
}
