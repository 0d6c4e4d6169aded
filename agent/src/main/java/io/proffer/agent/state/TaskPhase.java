package io.proffer.agent.state;

/**
 * Where a task is in its life on the agent. A task of a custom executor has no container: it is
 * being launched until it is given to its executor, and runs until the executor says that it ended.
 */
public enum TaskPhase {
  /** Its container is being started. */
  LAUNCHING,
  /** Its container runs. */
  RUNNING,
  /** Its container has ended or never started; updates may still wait for acknowledgement. */
  ENDED
}
