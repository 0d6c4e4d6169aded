package io.proffer.agent.state;

/** Why a task is being ended. */
public enum KillCause {
  /** Its framework or an operator asked for it. */
  REQUESTED,
  /** Another task of its group failed or was killed. */
  GROUP,
  /** Its {@code max_completion_time} has passed. */
  MAX_COMPLETION_TIME,
  /** Its health check has failed too often. */
  UNHEALTHY,
  /** It used what others had set aside for them, and they need it. */
  PREEMPTED,
  /** Its framework is gone: nobody is left to be told. */
  FRAMEWORK_GONE
}
