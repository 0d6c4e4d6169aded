package io.proffer.agent;

import io.proffer.agent.kernel.ExecutorSettings;

/**
 * How an agent deals with custom executors.
 *
 * @param times how long they are waited for
 * @param authenticate whether each must prove with its token that it is who it says it is; a wrong
 *     token is refused in any case
 */
public record ExecutorOptions(ExecutorSettings times, boolean authenticate) {

  /** Mesos' times, and every executor must show its token. */
  public static ExecutorOptions defaults() {
    return new ExecutorOptions(ExecutorSettings.defaults(), true);
  }
}
