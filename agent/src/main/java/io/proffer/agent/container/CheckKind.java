package io.proffer.agent.container;

/** The two ways in which a task may ask to be looked at; it may have one of each. */
public enum CheckKind {
  /** {@code TaskInfo.check}: what is found is told as it is. */
  CHECK,
  /** {@code TaskInfo.health_check}: what is found is judged, and may end the task. */
  HEALTH_CHECK
}
