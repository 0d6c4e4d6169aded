package io.proffer.master.validation;

import io.proffer.core.model.ExecutorId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.ExecutorKey;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;

/**
 * Where a task is to be launched, and for whom.
 *
 * @param role the role that the accepted offers were made for
 */
public record LaunchTarget(Framework framework, Agent agent, String role, MasterState state) {

  /** The place of an executor of the framework on the agent. */
  public ExecutorKey key(ExecutorId executor) {
    return new ExecutorKey(agent.id(), framework.id(), executor);
  }
}
