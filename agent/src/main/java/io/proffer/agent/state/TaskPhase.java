package io.proffer.agent.state;

/** Where a task is in its life on the agent. */
public enum TaskPhase {
  /** Its container is being started. */
  LAUNCHING,
  /** Its container runs. */
  RUNNING,
  /** Its container has ended or never started; updates may still wait for acknowledgement. */
  ENDED
}
